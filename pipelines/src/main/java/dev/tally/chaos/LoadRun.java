package dev.tally.chaos;

import dev.tally.chaos.LoadSchedule.Fault;
import dev.tally.chaos.LoadSchedule.Kind;
import dev.tally.io.hive.CommitWatch.Step;
import dev.tally.io.hive.HiveTable;
import dev.tally.operate.Checkpoints;
import dev.tally.runners.FlinkRest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One schedule of a load, fault by fault, with readers and a compactor beside it. */
final class LoadRun {
  private static final Logger LOG = LoggerFactory.getLogger(LoadRun.class);
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /** Pinot mends by itself what a kill has left, at most so long after it. */
  private static final Duration PINOT_DEADLINE = Duration.ofMinutes(10);

  private static final Duration TRAPPED_WITHIN = Duration.ofSeconds(15);
  private static final int ROWS_BETWEEN = 50;
  private static final long LOOK_EVERY_MILLIS = 100;
  private static final long COMPACT_EVERY_MILLIS = 3_000;

  private final List<LoadJob> jobs;
  private final FlushTrap trap;
  private final HiveLook hive;
  private final PinotLook pinot;
  private final Striker striker;
  private final LoadReport report;
  private final List<FlinkRest.Job> running = new ArrayList<>();
  private volatile boolean over;

  /** Kills what a fault kills, and brings it back. */
  interface Striker {
    void strike(Kind kind, int downMillis) throws InterruptedException;
  }

  LoadRun(
      List<LoadJob> jobs,
      FlushTrap trap,
      HiveLook hive,
      PinotLook pinot,
      Striker striker,
      LoadReport report) {
    this.jobs = jobs;
    this.trap = trap;
    this.hive = hive;
    this.pinot = pinot;
    this.striker = striker;
    this.report = report;
  }

  LoadReport.End through(LoadSchedule schedule, LoadSender sender)
      throws IOException, InterruptedException {
    for (LoadJob job : jobs) {
      running.add(job.submit(null));
    }
    LOG.info("Both jobs are submitted");
    List<Thread> besides =
        List.of(
            repeat("hive-reader", 0, hive::look),
            repeat("pinot-reader", LOOK_EVERY_MILLIS, pinot::look),
            repeat("compactor", COMPACT_EVERY_MILLIS, this::compact));
    try {
      boolean goesOn = loads(0);
      for (Fault fault : schedule.faults()) {
        goesOn = goesOn && loads(fault.back() + 1);
        if (goesOn) {
          befall(fault);
        }
      }
      goesOn = goesOn && loads(1);
      Map<String, Long> oracle = sender.finish();
      goesOn = goesOn && await(DEADLINE, () -> hive.lost(oracle) == 0);
      boolean killedPinot = schedule.faults().stream().anyMatch(f -> f.kind() == Kind.PINOT);
      goesOn &= await(killedPinot ? PINOT_DEADLINE : DEADLINE, () -> pinot.lost(oracle) == 0);
      over = true;
      for (Thread thread : besides) {
        thread.join();
      }
      hive.look();
      return end(oracle, !goesOn);
    } finally {
      over = true;
      for (int i = 0; i < running.size(); i++) {
        flink().cancel(running.get(i), DEADLINE);
      }
    }
  }

  private LoadReport.End end(Map<String, Long> oracle, boolean unfinished) {
    return new LoadReport.End(
        hive.lost(oracle),
        pinot.lost(oracle),
        hive.duplicated(oracle),
        pinot.duplicated(oracle),
        hive.vanished(),
        pinot.dips().stream().filter(LoadReport::isLong).count(),
        unfinished,
        hive.rows());
  }

  /**
   * Waits until both stores have more, and the first job some checkpoints.
   *
   * @return false if that does not come about in time
   */
  private boolean loads(int checkpoints) throws InterruptedException {
    long before = hive.rows();
    long read = pinot.reads();
    return await(
        DEADLINE,
        () ->
            hive.rows() >= before + ROWS_BETWEEN
                && pinot.rows() > 0
                && pinot.reads() > read
                && checkpoints().size() >= checkpoints);
  }

  private void befall(Fault fault) throws IOException, InterruptedException {
    boolean caught = false;
    switch (fault.kind()) {
      case IN_STAGING -> caught = trapAt(Step.STAGING);
      case STAGED -> caught = trapAt(Step.STAGED);
      case PUBLISHED -> caught = trapAt(Step.PUBLISHED);
      default -> TimeUnit.MILLISECONDS.sleep(fault.after());
    }
    if (fault.kind() == Kind.PINOT) {
      pinot.excuse();
    }
    striker.strike(fault.kind(), fault.down());
    trap.release();
    if (fault.back() > 0) {
      goBack(fault.back());
    }
    report.fault(fault.kind(), caught);
  }

  /** Sets the trap, and waits until a commit is in it. */
  private boolean trapAt(Step step) throws IOException, InterruptedException {
    HiveTrap.set(trap, step);
    return await(TRAPPED_WITHIN, trap::hasCaught);
  }

  private void goBack(int checkpointsBack) throws IOException {
    flink().cancel(running.get(0), DEADLINE);
    List<Path> checkpoints = checkpoints();
    Path older = checkpoints.get(Math.min(checkpointsBack, checkpoints.size() - 1));
    running.set(0, jobs.get(0).submit(older));
  }

  /** Of the first job as it runs now, the newest first. */
  private List<Path> checkpoints() throws IOException {
    return Checkpoints.newestFirst(
        jobs.get(0).stack().flinkCheckpoints().resolve(running.get(0).id()));
  }

  private void compact() {
    try (HiveTable table =
        HiveTable.at(jobs.get(0).stack().hive().metastore(), LoadJob.table(jobs.get(0).name()))) {
      report.compacted(table.compact());
    } catch (IOException | RuntimeException notNow) {
      LOG.debug("No compaction", notNow);
    }
  }

  private Thread repeat(String name, long pauseMillis, Runnable task) {
    Thread thread =
        new Thread(
            () -> {
              while (!over) {
                task.run();
                pause(pauseMillis);
              }
            },
            "chaos-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  /**
   * Waits until it holds; servers that do not answer yet are no failure in that time.
   *
   * @return false if it does not in time
   */
  private static boolean await(Duration deadline, Condition condition) throws InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < deadline.toNanos()) {
      if (holds(condition)) {
        LOG.info("Came about after {} ms", (System.nanoTime() - start) / 1_000_000);
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    return false;
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (IOException | RuntimeException notYet) {
      return false;
    }
  }

  private FlinkRest flink() {
    return FlinkRest.at(jobs.get(0).stack().flinkRest().toString());
  }
}
