package dev.tally.bench;

import dev.tally.runners.Checkpoint;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.FlinkRest.Job;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** The checkpoints, savepoints and counters of a job that runs on a Flink inside this JVM. */
record JobState(FlinkRest flink, Job job) {
  private static final Duration AT_MOST = Duration.ofMinutes(10);

  /** Returns the state of the latest job at the REST port of the settings. */
  static JobState of(JobSettings settings) throws IOException {
    FlinkRest flink = FlinkRest.at(settings.restUrl());
    return new JobState(
        flink, flink.latestJob().orElseThrow(() -> new IOException("Flink reports no job.")));
  }

  /**
   * Waits for a checkpoint that was triggered after a time in epoch milliseconds; returns the first
   * one that Flink still remembers.
   */
  Checkpoint checkpointAfter(long time) throws Exception {
    Deadline deadline = new Deadline(AT_MOST, "No checkpoint was completed");
    while (true) {
      var later =
          flink.endedCheckpoints(job).stream()
              .filter(checkpoint -> checkpoint.completed() && checkpoint.triggered() > time)
              .reduce((newer, older) -> older);
      if (later.isPresent()) {
        return later.get();
      }
      deadline.pause();
    }
  }

  /** Creates a savepoint of the job, which keeps running; returns its URI. */
  String savepoint() throws IOException {
    return flink.savepoint(job, AT_MOST);
  }

  /** Returns the bytes of all files of a savepoint. */
  static long bytes(String savepoint) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(URI.create(savepoint)))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /**
   * Waits until the sum of some counters has reached a value; then reads all counters once more and
   * returns them, because Flink may collect the values of one response at different times.
   *
   * @throws java.util.concurrent.TimeoutException if it has not after ten minutes
   */
  Map<String, Long> awaitCounters(long sum, String... names) throws Exception {
    Deadline deadline =
        new Deadline(AT_MOST, "%s did not reach %d".formatted(String.join(" + ", names), sum));
    while (true) {
      Map<String, Long> counters = flink.counters(job);
      if (Arrays.stream(names).mapToLong(name -> counters.getOrDefault(name, 0L)).sum() >= sum) {
        return flink.counters(job);
      }
      deadline.pause();
    }
  }

  /** Returns the bytes in use in this JVM's heap after a garbage collection. */
  static long heapInUse() {
    System.gc();
    System.gc();
    Runtime jvm = Runtime.getRuntime();
    return jvm.totalMemory() - jvm.freeMemory();
  }
}
