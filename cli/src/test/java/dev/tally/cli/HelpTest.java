package dev.tally.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Compares the {@code --help} of every command, 80 columns wide, with a file in {@code
 * src/test/resources/help}. After an intended change, {@code mvn test -Dtest=HelpTest
 * -Dtally.help.rewrite=true} writes the files again.
 */
class HelpTest {
  private static final Path FILES = Path.of("src/test/resources/help");
  private static final int WIDTH = 80;

  /** Returns every visible command, for example {@code tally run union}. */
  static Stream<String> commands() {
    return names(Main.commandLine());
  }

  private static Stream<String> names(CommandLine command) {
    return Stream.concat(
        Stream.of(command.getCommandSpec().qualifiedName(" ")),
        visible(command).flatMap(HelpTest::names));
  }

  private static Stream<CommandLine> visible(CommandLine command) {
    return command.getSubcommands().values().stream()
        .filter(sub -> !sub.getCommandSpec().usageMessage().hidden());
  }

  private static CommandLine command(String name) {
    CommandLine command = Main.commandLine().setUsageHelpAutoWidth(false).setUsageHelpWidth(WIDTH);
    for (String part : arguments(name)) {
      command = command.getSubcommands().get(part);
    }
    return command;
  }

  private static List<String> arguments(String name) {
    return Splitter.on(' ').splitToStream(name).skip(1).toList();
  }

  private static Path file(String name) {
    return FILES.resolve(name.replace(' ', '-') + ".txt");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isTheTextOfTheFile(String name) throws IOException {
    String help =
        Cli.run(Stream.concat(arguments(name).stream(), Stream.of("--help")).toArray(String[]::new))
            .out();
    if (Boolean.getBoolean("tally.help.rewrite")) {
      Files.writeString(Files.createDirectories(FILES).resolve(file(name).getFileName()), help);
    }
    assertThat(help).isEqualTo(Files.readString(file(name)));
  }

  @Test
  void hasNoFileOfACommandThatDoesNotExist() throws IOException {
    Set<String> files = new TreeSet<>();
    try (Stream<Path> all = Files.list(FILES)) {
      all.forEach(file -> files.add(file.getFileName().toString()));
    }
    assertThat(files)
        .isEqualTo(
            commands()
                .map(name -> file(name).getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void listsEachSubcommandOnOneLine(String name) {
    CommandLine command = command(name);
    List<String> lines = command.getHelp().commandList().lines().toList();
    assertThat(lines)
        .as(lines.stream().collect(joining("\n")))
        .hasSize((int) visible(command).count())
        .allSatisfy(line -> assertThat(line.strip()).endsWith("."));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void describesInOneSentence_andThenInParagraphs(String name) {
    UsageMessageSpec usage = command(name).getCommandSpec().usageMessage();
    List<String> description = List.of(usage.description());
    assertThat(description.get(0)).matches("[A-Z].*[^.]\\.").doesNotContain(". ");
    for (int i = 1; i < description.size(); i++) {
      assertThat(description.get(i).isEmpty())
          .as("a blank line before: " + description.get(i))
          .isEqualTo(i % 2 == 1);
    }
    assertThat(usage.footer()).allSatisfy(line -> assertThat(line.length()).isLessThan(WIDTH));
  }
}
