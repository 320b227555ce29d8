package dev.tally.scenarios.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a job in a child JVM until {@link #close}. */
final class JobProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 40;
  private static final List<String> OPENS =
      List.of(
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  private final Process process;
  private final Path output;

  private JobProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts {@code tally} with these arguments.
   *
   * @param mainClass accepts the arguments
   * @param jvm options of the JVM, e.g. {@code -Xmx2g}
   * @param output the file that receives the output
   */
  static JobProcess start(String mainClass, List<String> arguments, List<String> jvm, Path output)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPENS);
    command.addAll(jvm);
    command.add("-Dtally.home=" + System.getProperty("tally.home", ""));
    command.add("-Dtally.log=" + output + ".log");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new JobProcess(builder.redirectOutput(output.toFile()).start(), output);
  }

  /**
   * Checks that the job is still running.
   *
   * @throws IOException if it has ended; the message has the end of its output
   */
  void checkAlive() throws IOException {
    if (!process.isAlive()) {
      throw new IOException(
          "The job ended with exit code %d; the last lines of %s are:%n%s"
              .formatted(process.exitValue(), output, lastLines()));
    }
  }

  private String lastLines() throws IOException {
    List<String> lines = Files.readAllLines(output);
    return lines.stream()
        .skip(Math.max(0, lines.size() - 15))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** Returns the JVM's peak resident memory in MiB, or 0 if the system does not report it. */
  long peakMiB() throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0)
          / 1024;
    }
  }

  /** Kills the process, as {@code kill -9} does. */
  void kill() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
