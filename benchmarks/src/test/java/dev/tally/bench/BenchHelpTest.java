package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Compares the {@code --help} of every benchmark, 80 columns wide, with a file in {@code
 * src/test/resources/help}. {@code -Dtally.help.rewrite=true} writes the files again.
 */
class BenchHelpTest {
  private static final Path FILES = Path.of("src/test/resources/help");
  private static final int WIDTH = 80;

  private static CommandLine commandLine() {
    return BenchMain.commandLine().setUsageHelpAutoWidth(false).setUsageHelpWidth(WIDTH);
  }

  private static CommandLine bench() {
    return commandLine().getSubcommands().get("bench");
  }

  static Stream<String> benchmarks() {
    return bench().getSubcommands().keySet().stream();
  }

  private static void compare(String name, String... arguments) throws IOException {
    StringWriter out = new StringWriter();
    int code = commandLine().setOut(new PrintWriter(out)).execute(arguments);
    assertThat(code).isZero();
    Path file = FILES.resolve(name + ".txt");
    if (Boolean.getBoolean("tally.help.rewrite")) {
      Files.createDirectories(FILES);
      Files.writeString(file, out.toString());
    }
    assertThat(out.toString()).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void isTheTextOfTheFile(String benchmark) throws IOException {
    compare("tally-bench-" + benchmark, "bench", benchmark, "--help");
  }

  @Test
  void listsEachBenchmarkOnOneLine() throws IOException {
    compare("tally-bench", "bench", "--help");
    assertThat(bench().getHelp().commandList().lines().toList())
        .hasSameSizeAs(bench().getSubcommands().keySet())
        .allSatisfy(line -> assertThat(line).endsWith("."));
  }

  @Test
  void usesTheWidthOfTheTerminal_asTheOtherCommandsDo() {
    CommandLine bench = BenchMain.commandLine().getSubcommands().get("bench");
    assertThat(bench.getCommandSpec().usageMessage().autoWidth()).isTrue();
    assertThat(bench.getSubcommands().values())
        .allMatch(command -> command.getCommandSpec().usageMessage().autoWidth());
  }
}
