package dev.tally.it.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Runs the commands of the README's section "Your own events" in their order, with the event that
 * it shows and with default settings, until the click is a row in Pinot.
 */
@Tag("integration")
@Isolated("starts servers and jobs as a user does")
class ReadmeTest {
  private static final Path README =
      Path.of(System.getProperty("tally.home", "..")).resolve("README.md");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  @TempDir private Path directory;

  @Test
  void theCommandsOfTheReadme_countTheEventThatItShows() throws Exception {
    List<String> blocks = blocks("## Your own events");
    List<List<String>> commands =
        blocks.get(0).lines().map(line -> words(line.replaceFirst("\\s+#.*", ""))).toList();
    String event =
        blocks.get(1).replaceFirst("(\"event_time\":)\\d+", "$1" + System.currentTimeMillis());
    Files.writeString(directory.resolve("events.json"), event + "\n");
    assertThat(commands)
        .extracting(words -> words.get(0))
        .containsExactly("up", "topics", "run", "send", "query", "down");

    try {
      run(commands.get(0));
      run(commands.get(1));
      try (TallyCommand job = TallyCommand.start(commands.get(2), directory)) {
        await().atMost(DEADLINE).until(() -> job.output().contains("Flink REST interface"));
        run(commands.get(3));
        await()
            .atMost(DEADLINE)
            .pollInterval(Duration.ofSeconds(2))
            .untilAsserted(() -> assertThat(run(commands.get(4))).contains("ad-1\t1.0"));
        await()
            .atMost(DEADLINE)
            .untilAsserted(() -> assertThat(job.output()).containsPattern("read 1 .*lag 0"));
      }
    } finally {
      run(commands.get(5));
    }
  }

  private String run(List<String> words) throws IOException, InterruptedException {
    return TallyCommand.start(words, directory).succeeds();
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group() : word.group(1));
    }
    assertThat(words.get(0)).isEqualTo("./tally");
    return words.subList(1, words.size());
  }

  /** Returns the fenced blocks of a section of the README. */
  private static List<String> blocks(String heading) throws IOException {
    String readme = Files.readString(README);
    assertThat(readme).contains(heading);
    String section =
        readme
            .substring(readme.indexOf(heading) + heading.length())
            .replaceFirst("(?s)\n## .*", "");
    return Pattern.compile("(?s)```\n(.*?)\n```")
        .matcher(section)
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
