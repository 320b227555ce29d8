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
  private static final OperatingSystemMXBean CPU =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /**
   * Runs all phases.
   *
   * @throws IllegalStateException if the job accepts or drops other events than it must
   */
  DedupFigures measure() throws Exception {
    try {
      Filled filled = fill();
      return restart(filled);
    } finally {
      OutputCounts.forget(events.run());
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
    JobSettings settings = settings("filled");
    RunLog log = RunLog.of(events.run());
    log.limitBlocks(0);
    try (BenchJob job = DedupJob.start(settings, events, null)) {
      log.open().join();
      long heapBefore = JobState.heapInUse();
      Rate loading = process(0, events.ids(), events.ids());
      JobState state = JobState.of(settings);
      Snapshot checkpoint = of(state.checkpointAfter(System.currentTimeMillis()));
      report("loaded", loading);
      Rate steady = process(events.ids(), events.more(), events.liveIds());
      report("steady", steady);
      check(state.awaitCounters(events.ids() + events.more(), ACCEPTED, DROPPED));
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
    JobSettings settings = settings("restored");
    RunLog log = RunLog.of(events.run());
    limit(events.total());
    long started = System.nanoTime();
    try (BenchJob job = DedupJob.start(settings, events, filled.savepointUri())) {
      double first = (awaitAccepted(events.liveIds() + 1) - started) / 1e9;
      double all = (awaitAccepted(events.allIds()) - started) / 1e9;
      console.accept(
          "%,d ids: first event %.1f s after the restart".formatted(events.ids(), first));
      JobState state = JobState.of(settings);
      long released = System.nanoTime();
      log.releaseWatermark();
      Map<String, Long> counters = state.awaitCounters(events.allIds(), FORGOTTEN);
      double expiry = secondsSince(released);
      checkRestored(counters);
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

  private static final String ACCEPTED = "events_accepted";
  private static final String DROPPED = "duplicates_dropped";
  private static final String FORGOTTEN = "ids_forgotten";

  private JobSettings settings(String job) throws IOException {
    return new JobSettings(directory.resolve(job), interval, FreePort.find(), backend);
  }

  private Rate process(long before, long count, long acceptedThen) throws Exception {
    long cpu = CPU.getProcessCpuTime();
    long begin = System.nanoTime();
    limit(before + count);
    double seconds = (awaitAccepted(acceptedThen) - begin) / 1e9;
    return new Rate(count, seconds, (CPU.getProcessCpuTime() - cpu) / 1e9);
  }

  private void limit(long firstEvents) {
    RunLog.of(events.run()).limitBlocks(events.load().blocksInLane(firstEvents));
  }

  private long awaitAccepted(long count) throws InterruptedException, TimeoutException {
    return OutputCounts.of(events.run()).awaitAccepted(count, LONGEST_PAUSE);
  }

  private void report(String what, Rate rate) {
    console.accept(
        "%,d ids: %s %,d events, %,.0f/s, CPU %.1f s per million"
            .formatted(events.ids(), what, rate.events(), rate.perSecond(), rate.cpuPerMillion()));
  }

  private void check(Map<String, Long> counters) {
    require(ACCEPTED, events.liveIds(), counters.getOrDefault(ACCEPTED, 0L));
    require(DROPPED, events.copies(), counters.getOrDefault(DROPPED, 0L));
    require("accepted events", events.liveIds(), OutputCounts.of(events.run()).accepted());
    require("dead letters", 0, OutputCounts.of(events.run()).rejected());
  }

  private void checkRestored(Map<String, Long> counters) {
    require(ACCEPTED, DedupEvents.FOR_RESTORED, counters.getOrDefault(ACCEPTED, 0L));
    require(DROPPED, 0, counters.getOrDefault(DROPPED, 0L));
    require(FORGOTTEN, events.allIds(), counters.getOrDefault(FORGOTTEN, 0L));
    require("accepted events", events.allIds(), OutputCounts.of(events.run()).accepted());
    require("dead letters", 0, OutputCounts.of(events.run()).rejected());
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
