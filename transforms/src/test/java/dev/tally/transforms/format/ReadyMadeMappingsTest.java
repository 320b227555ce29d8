package dev.tally.transforms.format;

import static dev.tally.transforms.Cast.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadyMadeMappingsTest {
  private static final Path MAIN =
      Path.of("src", "main", "resources", "dev", "tally", "transforms", "format");

  static Stream<String> names() {
    return ReadyMadeMappings.names().stream();
  }

  /**
   * The expected results are in the test resources; a line of the sample is followed by its own.
   */
  @ParameterizedTest
  @MethodSource("names")
  void makesTheExpectedRecordsOfItsSample(String name) throws IOException {
    Mapping<?> mapping = Mapping.of(MappingFile.of(name + ".yaml", ReadyMadeMappings.text(name)));
    List<String> results =
        ReadyMadeMappings.sample(name)
            .lines()
            .flatMap(line -> mapping.explain(line.getBytes(UTF_8), NOON).stream())
            .map(Explanation::toString)
            .toList();
    Path expected = Path.of("src", "test", "resources", "mappings", name + ".txt");
    if (Boolean.getBoolean("tally.golden.write")) {
      Files.createDirectories(expected.getParent());
      Files.write(expected, results);
    }
    assertThat(results).containsExactlyElementsOf(Files.readAllLines(expected));
  }

  @Test
  void listsEveryMapping() throws IOException {
    try (Stream<Path> files = Files.list(MAIN)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactlyElementsOf(
              names()
                  .flatMap(name -> Stream.of(name + ".sample", name + ".yaml"))
                  .sorted()
                  .toList());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void saysWhatItReadsAndWhereThatIsDocumented(String name) {
    assertThat(ReadyMadeMappings.title(name)).endsWith(".").doesNotStartWith("#");
    assertThat(ReadyMadeMappings.text(name))
        .containsPattern("# (After the documented|The format of lines is RFC)")
        .contains("\n# Set: ");
  }

  @Test
  void refusesAnotherName() {
    assertThatThrownBy(() -> ReadyMadeMappings.text("../csv"))
        .hasMessageStartingWith("there is no ready-made mapping \"../csv\": use one of appsflyer,");
  }
}
