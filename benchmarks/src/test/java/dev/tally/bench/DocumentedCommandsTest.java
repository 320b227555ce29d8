package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.pipelines.attribution.AttributionOptions;
import dev.tally.pipelines.options.JobOptions;
import dev.tally.pipelines.union.UnionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/**
 * Parses every {@code ./tally} command of the documentation and of the examples of {@code --help}
 * as the command line does, without running it.
 */
class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|<\\([^)]*\\)|\"([^\"]*)\"|\\S+");
  private static final Pattern END = Pattern.compile("\\s+#.*|\\s+(&&|\\||<|>|2>).*|\\s{2,}.*");
  private static final Map<String, Class<? extends JobOptions>> JOBS =
      Map.of(
          "aggregation", AggregationOptions.class,
          "attribution", AttributionOptions.class,
          "union", UnionOptions.class);

  /** Placeholders of the documentation that the command line must be able to convert. */
  private static final Map<String, String> PLACEHOLDERS =
      Map.of(
          "JOB", "aggregation",
          "PORT", "8081",
          "COMMAND", "status",
          "TOPIC", "ad-events",
          "FILE", "events.json",
          "N", "5");

  /**
   * A command.
   *
   * @param place the page or the command whose help it is from, and the line
   * @param whole false for a code span in a sentence, which may leave out required parameters
   */
  private record Documented(String place, String command, boolean whole) {}

  @TestFactory
  Stream<DynamicTest> commandsOfTheDocumentation() throws IOException {
    List<Documented> commands = new ArrayList<>();
    for (Path page : pages()) {
      commands.addAll(commandsOf(page));
    }
    return commands.stream().map(DocumentedCommandsTest::test);
  }

  @TestFactory
  Stream<DynamicTest> examplesOfTheHelp() {
    return commandsBelow(BenchMain.commandLine())
        .map(CommandLine::getCommandSpec)
        .flatMap(
            command ->
                commandsOf(
                    command.qualifiedName(),
                    Stream.concat(
                            Stream.of("```"),
                            Stream.of(command.usageMessage().footer())
                                .flatMap(text -> text.lines()))
                        .toList())
                    .stream())
        .map(DocumentedCommandsTest::test);
  }

  /** Picocli formats these texts, and prints a warning if that fails. */
  @TestFactory
  Stream<DynamicTest> percentSignsOfTheHelp() {
    return commandsBelow(BenchMain.commandLine())
        .map(CommandLine::getCommandSpec)
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command.qualifiedName(),
                    () ->
                        assertThatCode(() -> format(command.usageMessage()))
                            .doesNotThrowAnyException()));
  }

  private static List<String> format(CommandLine.Model.UsageMessageSpec usage) {
    return Stream.concat(Stream.of(usage.description()), Stream.of(usage.footer()))
        .map(text -> String.format(Locale.ROOT, text))
        .toList();
  }

  @Test
  void findsCommands_continuedLinesIncluded() throws IOException {
    assertThat(commandsOf(ROOT.resolve("README.md"))).hasSizeGreaterThan(6);
    assertThat(pages()).hasSizeGreaterThan(20);
  }

  private static DynamicTest test(Documented documented) {
    return DynamicTest.dynamicTest(
        documented.place() + " " + documented.command(), () -> parse(documented));
  }

  private static void parse(Documented documented) {
    try {
      parse(words(documented.command()));
    } catch (CommandLine.MissingParameterException e) {
      if (documented.whole()) {
        throw e;
      }
    }
  }

  private static void parse(List<String> words) {
    CommandLine.ParseResult parsed =
        BenchMain.commandLine().parseArgs(words.toArray(String[]::new));
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    Class<? extends JobOptions> job = JOBS.get(parsed.commandSpec().name());
    if (job != null) {
      PipelineOptionsFactory.fromArgs(parsed.unmatched().toArray(String[]::new)).as(job);
    }
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(END.matcher(command).replaceFirst(""));
    while (word.find()) {
      String text =
          word.group(1) != null
              ? word.group(1)
              : word.group(2) != null ? word.group(2) : word.group();
      if (!text.equals("…")) {
        words.add(withoutPlaceholders(text));
      }
    }
    return words.subList(1, words.size());
  }

  private static String withoutPlaceholders(String word) {
    String text = word;
    for (Map.Entry<String, String> placeholder : PLACEHOLDERS.entrySet()) {
      text = text.replaceAll("\\b" + placeholder.getKey() + "\\b", placeholder.getValue());
    }
    return text;
  }

  private static List<Documented> commandsOf(Path page) throws IOException {
    return commandsOf(ROOT.relativize(page).toString(), Files.readAllLines(page));
  }

  private static List<Documented> commandsOf(String place, List<String> lines) {
    List<Documented> commands = new ArrayList<>();
    boolean fenced = false;
    StringBuilder continued = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      int number = i + 1;
      String line = lines.get(i).strip();
      fenced ^= line.startsWith("```");
      if (line.endsWith("\\")) {
        continued.append(line, 0, line.length() - 1);
        continue;
      }
      String whole = continued + line;
      continued.setLength(0);
      boolean block = fenced;
      (block ? Stream.of(whole) : spans(whole))
          .map(String::strip)
          .filter(code -> code.startsWith("./tally "))
          .map(code -> new Documented("%s:%d".formatted(place, number), code, block))
          .forEach(commands::add);
    }
    return commands;
  }

  /** Returns the code spans of a line of Markdown. */
  private static Stream<String> spans(String line) {
    return SPAN.matcher(line).results().map(span -> span.group(1));
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
              docs.filter(file -> file.toString().endsWith(".md")))
          .sorted()
          .toList();
    }
  }

  private static Stream<CommandLine> commandsBelow(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(DocumentedCommandsTest::commandsBelow));
  }
}
