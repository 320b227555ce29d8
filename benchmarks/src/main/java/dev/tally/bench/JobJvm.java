package dev.tally.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A child JVM that runs one job. {@link #close} stops it; it also stops when this JVM ends. */
final class JobJvm implements AutoCloseable {
  private static final long STOP_SECONDS = 60;
  private static final int LAST_LINES = 15;

  /** The options with which {@code ./tally run} starts its JVM. */
  private static final List<String> JVM =
      List.of(
          "-Xmx2g",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  private final Process process;
  private final Path output;
  private final Thread killer;

  private JobJvm(Process process, Path output) {
    this.process = process;
    this.output = output;
    this.killer = new Thread(process::destroyForcibly, "kill-job");
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts {@link CountingMain}.
   *
   * @param more further options of the JVM
   * @param output the file that receives the output
   */
  static JobJvm start(CountingSettings settings, List<String> more, Path output)
      throws IOException {
    return start(CountingMain.class, settings.arguments(), more, output);
  }

  /**
   * Starts a main class, which must end when its standard input ends.
   *
   * @param more further options of the JVM
   * @param output the file that receives the output
   */
  static JobJvm start(Class<?> main, List<String> arguments, List<String> more, Path output)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(more);
    command.add("-Dtally.home=" + System.getProperty("tally.home", ""));
    command.add("-Dtally.log=" + output + ".log");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new JobJvm(builder.redirectOutput(output.toFile()).start(), output);
  }

  /** Returns the options that record the CPU samples of a JVM in a file until it ends. */
  static List<String> profiling(Path file) {
    return List.of(
        "-XX:StartFlightRecording=filename=%s,settings=profile,dumponexit=true".formatted(file),
        "-XX:FlightRecorderOptions=stackdepth=256");
  }

  /**
   * Returns true while the job runs.
   *
   * @throws IOException if it has failed; the message has the end of its output
   */
  boolean isRunning() throws IOException {
    if (process.isAlive()) {
      return true;
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "The job ended with exit code %d; the last lines of its output are:%n%s"
              .formatted(process.exitValue(), lastLines()));
    }
    return false;
  }

  String lastLines() throws IOException {
    List<String> lines = Files.readAllLines(output);
    return lines.stream()
        .skip(Math.max(0, lines.size() - LAST_LINES))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  @Override
  public void close() {
    // Process.destroy would also close the child's standard input, which makes the child halt.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException shutsDown) {
      // The hook runs anyway.
    }
  }
}
