package dev.tally.bench;

import dev.tally.bench.JobSettings.Backend;
import dev.tally.operations.FreePort;
import dev.tally.runners.Checkpoint;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.FlinkRest.Job;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The size that a number of touches has in the state of {@code AttributeOrders}, and the size that
 * is left after the watermark has passed them.
 *
 * <p>A savepoint contains each entry uncompressed, the same for every backend. A checkpoint of
 * RocksDB contains its files, which are compressed and still contain deleted entries until RocksDB
 * compacts them.
 *
 * @param savepoint bytes of a savepoint with all touches
 * @param checkpoint bytes of a checkpoint with all touches
 * @param heap bytes in use in this JVM's heap after a garbage collection
 * @param after bytes of a savepoint after all touches have been removed
 * @param seconds from the generation of the first touch until the last one was in the state,
 *     including the wait for a checkpoint
 */
record StateSize(
    long touches, long savepoint, long checkpoint, long heap, long after, double seconds) {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration AT_MOST = Duration.ofMinutes(3);
  private static final String FORGOTTEN = "touches_forgotten";

  /** Measures the size with a separate job. */
  @SuppressWarnings("try") // The job runs until it is closed.
  static StateSize of(Path directory, Backend backend, String name, long count, long users)
      throws Exception {
    HeldTouches touches = new HeldTouches("bench-state-" + name, count, users);
    Path itsDirectory = directory.resolve(touches.run());
    JobSettings settings = new JobSettings(itsDirectory, INTERVAL, FreePort.find(), backend);
    RunLog log = RunLog.of(touches.run());
    try (BenchJob job =
        BeamAttribution.start(settings, new MakeArrivals(touches.load(), touches))) {
      long given = awaitGiven(touches.load(), log);
      FlinkRest flink = FlinkRest.at(settings.restUrl());
      Job its = flink.latestJob().orElseThrow(() -> new IOException("Flink reports no job."));
      double seconds = (System.nanoTime() - log.began().orElseThrow()) / 1e9;
      long held = bytesAfter(given, flink, its);
      long heap = heapInUse();
      long savepoint = savepoint(flink, its);
      log.releaseWatermark();
      awaitForgotten(count, flink, its);
      return new StateSize(count, savepoint, held, heap, savepoint(flink, its), seconds);
    } finally {
      Directories.delete(itsDirectory);
    }
  }

  /**
   * Waits for a checkpoint of every lane after it has emitted all of its blocks; returns the time
   * of the latest of them in epoch milliseconds.
   */
  private static long awaitGiven(Load load, RunLog log) throws Exception {
    Deadline deadline = new Deadline(AT_MOST, "The touches were not processed");
    while (true) {
      List<RunLog.Mark> last =
          log.marks().stream().filter(mark -> mark.blocks() == load.blocksInLane()).toList();
      if (last.stream().map(RunLog.Mark::lane).distinct().count() == Load.LANES) {
        return last.stream().mapToLong(RunLog.Mark::at).max().orElseThrow();
      }
      deadline.pause();
    }
  }

  private static void awaitForgotten(long count, FlinkRest flink, Job job) throws Exception {
    Deadline deadline = new Deadline(AT_MOST, "The touches were not removed");
    while (flink.counters(job).getOrDefault(FORGOTTEN, 0L) < count) {
      deadline.pause();
    }
  }

  /** Returns the size of a checkpoint that was triggered after a time. */
  private static long bytesAfter(long time, FlinkRest flink, Job job) throws Exception {
    Deadline deadline = new Deadline(AT_MOST, "No checkpoint was completed");
    while (true) {
      List<String> retained = flink.retainedCheckpoints(job);
      boolean there =
          flink.endedCheckpoints(job).stream()
              .filter(Checkpoint::completed)
              .anyMatch(checkpoint -> checkpoint.triggered() > time);
      if (there && !retained.isEmpty()) {
        return bytes(Path.of(URI.create(flink.retainedCheckpoints(job).get(0))));
      }
      deadline.pause();
    }
  }

  private static long savepoint(FlinkRest flink, Job job) throws IOException {
    return bytes(Path.of(URI.create(flink.savepoint(job, AT_MOST))));
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static long heapInUse() {
    System.gc();
    System.gc();
    Runtime jvm = Runtime.getRuntime();
    return jvm.totalMemory() - jvm.freeMemory();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,9d touches  savepoint %,12d bytes, %,8d after removal  checkpoint %,12d  heap %,5d MiB  %.1f s",
        touches,
        savepoint,
        after,
        checkpoint,
        heap >> 20,
        seconds);
  }
}
