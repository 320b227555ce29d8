package dev.tally.bench;

import dev.tally.bench.ProgressSamples.Sample;
import dev.tally.runners.Checkpoint;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A job of the freshness benchmark in its own JVM, with its checkpoints and its CPU time. */
final class FreshnessJob implements AutoCloseable {
  private final String name;
  private final Path directory;
  private final JobJvm jvm;
  private final Map<Long, Checkpoint> checkpoints = new TreeMap<>();

  private FreshnessJob(String name, Path directory, JobJvm jvm) {
    this.name = name;
    this.directory = directory;
    this.jvm = jvm;
  }

  /**
   * Starts a job.
   *
   * @param name the job's name for {@code ./tally run}
   * @param topic the topic that it reads
   * @param directory for its checkpoints and its samples
   */
  static FreshnessJob start(String name, String topic, Path directory, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("run", name, "--dir=" + directory));
    command.addAll(options);
    List<String> arguments = SampledJobMain.arguments(samples(directory, name), topic, command);
    return new FreshnessJob(
        name,
        directory,
        JobJvm.start(SampledJobMain.class, arguments, List.of(), directory.resolve(name + ".out")));
  }

  private static Path samples(Path directory, String name) {
    return directory.resolve(name + ".csv");
  }

  /**
   * Checks that the job is running.
   *
   * @throws IOException if it has ended
   */
  void check() throws IOException {
    if (!jvm.isRunning()) {
      throw new IOException("The %s job has ended:%n%s".formatted(name, jvm.lastLines()));
    }
  }

  String name() {
    return name;
  }

  ProgressSamples samples() throws IOException {
    Path file = samples(directory, name);
    return Files.exists(file) ? ProgressSamples.read(file) : new ProgressSamples(List.of());
  }

  /**
   * Returns the CPU seconds of the job's JVM per second, between two times in epoch milliseconds;
   * empty if there are no samples of both times.
   */
  Optional<Double> cores(long from, long to) throws IOException {
    ProgressSamples samples = samples();
    Optional<Sample> first = samples.at(from);
    Optional<Sample> last = samples.at(to);
    return first.isPresent() && last.isPresent() && last.get().at() > first.get().at()
        ? Optional.of(
            (last.get().cpuNanos() - first.get().cpuNanos())
                / 1e6
                / (last.get().at() - first.get().at()))
        : Optional.empty();
  }

  /**
   * Requests the checkpoints that have ended. Flink remembers only the last ten, so this must be
   * called often enough. Does nothing while the job starts.
   */
  void pollCheckpoints() throws IOException {
    try {
      requestCheckpoints();
    } catch (IOException e) {
      if (!checkpoints.isEmpty()) {
        throw e;
      }
      // Flink is being started, and check() notices if that fails.
    }
  }

  private void requestCheckpoints() throws IOException {
    Optional<String> url = RunnerSettings.embeddedRestUrl(directory.resolve(name));
    if (url.isPresent()) {
      FlinkRest flink = FlinkRest.at(url.get());
      Optional<FlinkRest.Job> job = flink.latestJob();
      if (job.isPresent()) {
        flink
            .endedCheckpoints(job.get())
            .forEach(checkpoint -> checkpoints.put(checkpoint.id(), checkpoint));
      }
    }
  }

  /** Returns the completed checkpoints that are known, in the order of their completion. */
  List<Checkpoint> checkpoints() {
    return checkpoints.values().stream()
        .filter(Checkpoint::completed)
        .sorted(Comparator.comparingLong(Checkpoint::acknowledged))
        .toList();
  }

  @Override
  public void close() {
    jvm.close();
  }
}
