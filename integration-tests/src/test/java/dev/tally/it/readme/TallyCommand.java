package dev.tally.it.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code ./tally} command in a process of its own, with the class path of this test. */
final class TallyCommand implements AutoCloseable {
  private static final long MINUTES = 3;

  private final Process process;
  private final Path output;

  private TallyCommand(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a command.
   *
   * @param words the words after {@code ./tally}
   * @param directory the working directory; the local servers keep their data below it
   */
  static TallyCommand start(List<String> words, Path directory) throws IOException {
    Path output = Files.createTempFile(directory, words.get(0), ".out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.add("-Dtally.home=" + System.getProperty("tally.home"));
    command.add("-Dtally.log=" + output + ".log");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(words);
    command.add("--dir=" + directory.resolve("data"));
    return new TallyCommand(
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  /** Waits for the end of the command, checks its exit code and returns its output. */
  String succeeds() throws IOException, InterruptedException {
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as(output()).isTrue();
    assertThat(process.exitValue()).as(output()).isZero();
    return output();
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /**
   * Ends the command and waits for its end. SIGINT would not do: a JVM ignores it if the shell that
   * started the build has put it into the background.
   */
  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(MINUTES, TimeUnit.MINUTES).join();
  }
}
