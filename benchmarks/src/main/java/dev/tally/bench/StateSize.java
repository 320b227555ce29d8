package dev.tally.bench;

import dev.tally.bench.JobSettings.Backend;
import dev.tally.operations.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

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
      JobState state = JobState.of(settings);
      double seconds = (System.nanoTime() - log.began().orElseThrow()) / 1e9;
      long held = state.checkpointAfter(given).written();
      long heap = JobState.heapInUse();
      long savepoint = JobState.bytes(state.savepoint());
      log.releaseWatermark();
      state.awaitCounters(count, FORGOTTEN);
      long after = JobState.bytes(state.savepoint());
      return new StateSize(count, savepoint, held, heap, after, seconds);
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
