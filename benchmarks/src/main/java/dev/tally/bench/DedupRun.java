package dev.tally.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.tally.bench.DedupFigures.Rate;
import dev.tally.bench.DedupFigures.Snapshot;
import dev.tally.bench.JobSettings.Backend;
import dev.tally.operations.FreePort;
import dev.tally.runners.Checkpoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Measures {@code DropDuplicates} with one number of ids: loads them, processes further events,
 * restarts the job from a savepoint, and lets all ids expire.
 *
 * @param directory for checkpoints and savepoints
 * @param interval from one checkpoint to the next
 * @param console receives lines for the user
 */
record DedupRun(
    DedupEvents events,
    Path directory,
    Duration interval,
    Backend backend,
    Consumer<String> console) {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(3);
  private static final String ACCEPTED = "events_accepted";
  private static final String DROPPED = "duplicates_dropped";
  private static final String FORGOTTEN = "ids_forgotten";

  /** The job that fills the state. */
  private static final String FILLED = "filled";

  /** The job that starts from the savepoint. */
  private static final String RESTORED = "restored";

  private static final OperatingSystemMXBean CPU =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /**
   * Runs all phases.
   *
   * @throws IllegalStateException if the job accepts or drops other events than it must
   */
  DedupFigures measure() throws Exception {
    try {
      return restart(fill());
    } finally {
      OutputCounts.forget(name(FILLED));
      OutputCounts.forget(name(RESTORED));
      Directories.delete(directory);
    }
  }

  private record Filled(
      Rate loading,
      Rate steady,
      Snapshot checkpoint,
      Snapshot savepoint,
      String savepointUri,
      long heap) {}

  /** Fills the state and measures it. */
  @SuppressWarnings("try") // The job runs until it is closed.
  private Filled fill() throws Exception {
    JobSettings settings = settings(FILLED);
    RunLog log = RunLog.of(events.run());
    log.limitBlocks(0);
    try (BenchJob job = DedupJob.start(settings, events, name(FILLED), null)) {
      log.open().join();
      long heapBefore = JobState.heapInUse();
      Rate loading = process(0, events.ids(), events.ids());
      JobState state = JobState.of(settings);
      Snapshot checkpoint = of(state.checkpointAfter(System.currentTimeMillis()));
      report("loaded", loading);
      Rate steady = process(events.ids(), events.more(), events.liveIds());
      report("steady", steady);
      check(
          FILLED,
          events.liveIds(),
          events.copies(),
          state.awaitCounters(events.ids() + events.more(), ACCEPTED, DROPPED));
      long heap = JobState.heapInUse() - heapBefore;
      long begin = System.nanoTime();
      String uri = state.savepoint();
      Snapshot savepoint = new Snapshot(JobState.bytes(uri), secondsSince(begin));
      return new Filled(loading, steady, checkpoint, savepoint, uri, heap);
    }
  }

  /** Starts a job from the savepoint, and lets all ids expire. */
  @SuppressWarnings("try") // The job runs until it is closed.
  private DedupFigures restart(Filled filled) throws Exception {
    JobSettings settings = settings(RESTORED);
    RunLog log = RunLog.of(events.run());
    limit(events.total());
    long started = System.nanoTime();
    try (BenchJob job = DedupJob.start(settings, events, name(RESTORED), filled.savepointUri())) {
      double first = (awaitAccepted(RESTORED, 1) - started) / 1e9;
      double all = (awaitAccepted(RESTORED, DedupEvents.FOR_RESTORED) - started) / 1e9;
      console.accept(
          "%,d ids: first event %.1f s after the restart".formatted(events.ids(), first));
      JobState state = JobState.of(settings);
      long released = System.nanoTime();
      log.releaseWatermark();
      Map<String, Long> counters = state.awaitCounters(events.allIds(), FORGOTTEN);
      double expiry = secondsSince(released);
      require(FORGOTTEN, events.allIds(), counters.getOrDefault(FORGOTTEN, 0L));
      check(RESTORED, DedupEvents.FOR_RESTORED, 0, counters);
      long begin = System.nanoTime();
      Snapshot expired = new Snapshot(JobState.bytes(state.savepoint()), secondsSince(begin));
      return new DedupFigures(
          events.ids(),
          events.liveIds(),
          filled.loading(),
          filled.steady(),
          filled.checkpoint(),
          filled.savepoint(),
          filled.heap(),
          first,
          all,
          expiry,
          expired);
    }
  }

  private JobSettings settings(String job) throws IOException {
    return new JobSettings(directory.resolve(job), interval, FreePort.find(), backend);
  }

  private Rate process(long before, long count, long acceptedThen) throws Exception {
    long cpu = CPU.getProcessCpuTime();
    long begin = System.nanoTime();
    limit(before + count);
    double seconds = (awaitAccepted(FILLED, acceptedThen) - begin) / 1e9;
    return new Rate(count, seconds, (CPU.getProcessCpuTime() - cpu) / 1e9);
  }

  private void limit(long firstEvents) {
    RunLog.of(events.run()).limitBlocks(events.load().blocksInLane(firstEvents));
  }

  private String name(String job) {
    return events.run() + "-" + job;
  }

  private long awaitAccepted(String job, long count) throws InterruptedException, TimeoutException {
    return OutputCounts.of(name(job)).awaitAccepted(count, LONGEST_PAUSE);
  }

  private void report(String what, Rate rate) {
    console.accept(
        "%,d ids: %s %,d events, %,.0f/s, CPU %.1f s per million"
            .formatted(events.ids(), what, rate.events(), rate.perSecond(), rate.cpuPerMillion()));
  }

  private void check(String job, long accepted, long dropped, Map<String, Long> counters) {
    require(ACCEPTED, accepted, counters.getOrDefault(ACCEPTED, 0L));
    require(DROPPED, dropped, counters.getOrDefault(DROPPED, 0L));
    require("emitted events", accepted, OutputCounts.of(name(job)).accepted());
    require("dead letters", 0, OutputCounts.of(name(job)).rejected());
  }

  private static void require(String what, long expected, long found) {
    if (expected != found) {
      throw new IllegalStateException(
          "%s: expected %,d, found %,d".formatted(what, expected, found));
    }
  }

  private static Snapshot of(Checkpoint checkpoint) {
    return new Snapshot(
        checkpoint.written(), (checkpoint.acknowledged() - checkpoint.triggered()) / 1e3);
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
