package dev.tally.scenarios.chaos;

import dev.tally.io.hive.CommitListener.Step;
import dev.tally.io.hive.HiveTable;
import dev.tally.operations.Checkpoints;
import dev.tally.runners.FlinkRest;
import dev.tally.scenarios.chaos.LoadSchedule.Kind;
import dev.tally.scenarios.chaos.LoadSchedule.ScheduledFault;
import dev.tally.scenarios.chaos.UnionProbe.TopicBalances;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one schedule fault by fault, while readers and a compactor run in parallel. */
final class LoadRun {
  private static final Logger LOG = LoggerFactory.getLogger(LoadRun.class);
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /** The time limit for Pinot to recover; Pinot repairs a partition after at most 7 minutes. */
  private static final Duration PINOT_DEADLINE = Duration.ofMinutes(10);

  private static final Duration BREAKPOINT_WITHIN = Duration.ofMinutes(1);
  private static final int ROWS_BETWEEN = 50;
  private static final int CHECKPOINTS_TO_DRAIN = 2;
  private static final long PROBE_EVERY_MILLIS = 100;
  private static final long COMPACT_EVERY_MILLIS = 3_000;

  private final List<LoadJob> jobs;
  private final Breakpoint breakpoint;
  private final HiveProbe hive;
  private final PinotProbe pinot;
  private final ClickHouseProbe clickHouse;
  private final UnionProbe topics;
  private final FaultInjector faultInjector;
  private final LoadReport report;
  private final List<FlinkRest.Job> running = new ArrayList<>();
  private volatile boolean over;
  private volatile boolean readerBroke;

  /** Kills the server that a fault affects, and restarts it. */
  interface FaultInjector {
    void inject(Kind kind, int downMillis) throws InterruptedException;
  }

  /** What reads the stores and the topics. */
  record Probes(HiveProbe hive, PinotProbe pinot, ClickHouseProbe clickHouse, UnionProbe topics) {}

  LoadRun(
      List<LoadJob> jobs,
      Breakpoint breakpoint,
      Probes probes,
      FaultInjector faultInjector,
      LoadReport report) {
    this.jobs = jobs;
    this.breakpoint = breakpoint;
    hive = probes.hive();
    pinot = probes.pinot();
    clickHouse = probes.clickHouse();
    topics = probes.topics();
    this.faultInjector = faultInjector;
    this.report = report;
  }

  LoadReport.End run(LoadSchedule schedule, LoadSender sender)
      throws IOException, InterruptedException {
    List<Thread> background = new ArrayList<>();
    try {
      for (LoadJob job : jobs) {
        running.add(job.submit(null));
      }
      LOG.debug("Both jobs are submitted");
      background.add(repeat("hive-reader", 0, hive::probe));
      background.add(repeat("pinot-reader", PROBE_EVERY_MILLIS, pinot::probe));
      background.add(repeat("clickhouse-reader", PROBE_EVERY_MILLIS, clickHouse::probe));
      background.add(repeat("compactor", COMPACT_EVERY_MILLIS, this::compact));
      boolean continues = loads(0);
      for (ScheduledFault fault : schedule.faults()) {
        continues = continues && loads(fault.back() + 1);
        if (continues) {
          continues = inject(fault);
        }
      }
      continues = continues && loads(1);
      LoadOracle oracle = sender.finish();
      boolean killedPinot = schedule.faults().stream().anyMatch(f -> f.kind() == Kind.PINOT);
      Duration pinotDeadline = killedPinot ? PINOT_DEADLINE : DEADLINE;
      continues = continues && await(DEADLINE, () -> hive.balance(oracle).lost() == 0);
      continues &= await(pinotDeadline, () -> pinot.balance(oracle).lost() == 0);
      continues &= await(DEADLINE, () -> clickHouse.balance(oracle).lost() == 0);
      continues &= await(DEADLINE, () -> requiredBalance(schedule, topics.topics()).lost() == 0);
      continues = continues && passes(CHECKPOINTS_TO_DRAIN);
      over = true;
      for (Thread thread : background) {
        thread.join();
      }
      hive.probe();
      clickHouse.probe();
      return end(schedule, oracle, !continues || readerBroke);
    } finally {
      over = true;
      cancel();
    }
  }

  /** Cancels the jobs; a job that has failed has already ended. */
  private void cancel() {
    for (FlinkRest.Job job : running) {
      try {
        flink().cancel(job, DEADLINE);
      } catch (IOException e) {
        LOG.warn("{} is still running", job.name(), e);
      }
    }
  }

  /**
   * Returns the balance of the topics, which must be exact. If no job was reconciled, the topics
   * must contain each input exactly once. A reconciled job compares only the highest revision of
   * each record with the topic, so it may write records that came from both regions again; then
   * only the highest revisions must match.
   */
  private static Balance requiredBalance(LoadSchedule schedule, TopicBalances topics) {
    return schedule.goesBack() ? topics.latest() : topics.exact();
  }

  private LoadReport.End end(LoadSchedule schedule, LoadOracle oracle, boolean unfinished)
      throws IOException {
    TopicBalances found = topics.topics();
    return new LoadReport.End(
        hive.balance(oracle),
        pinot.balance(oracle),
        clickHouse.balance(oracle),
        requiredBalance(schedule, found),
        found.exact().duplicated(),
        hive.vanished() + clickHouse.regressed(),
        pinot.regressions().stream().filter(LoadReport::isLong).count(),
        unfinished,
        hive.rows());
  }

  /**
   * Waits until both stores have more rows and the first job has this many checkpoints, and then
   * until each job has completed another checkpoint.
   *
   * @return false if this does not happen before the deadline
   */
  private boolean loads(int checkpoints) throws InterruptedException {
    long rows = hive.rows();
    long total = pinot.total();
    return await(
            DEADLINE,
            () ->
                hive.rows() >= rows + ROWS_BETWEEN
                    && pinot.total() > total
                    && checkpoints(0).size() >= checkpoints)
        && passes(1);
  }

  /**
   * Waits until each job has completed this many more checkpoints.
   *
   * @return false if this does not happen before the deadline
   */
  private boolean passes(int checkpoints) throws InterruptedException {
    boolean all = true;
    for (int i = 0; i < running.size(); i++) {
      int job = i;
      int before = newest(job);
      all &= await(DEADLINE, () -> newest(job) >= before + checkpoints);
    }
    return all;
  }

  private int newest(int job) {
    try {
      return checkpoints(job).stream().findFirst().map(Checkpoints::number).orElse(0);
    } catch (IOException beingDeleted) {
      return 0;
    }
  }

  /**
   * Injects a fault and restores the servers.
   *
   * @return false if Pinot was killed and has not caught up before the deadline
   */
  private boolean inject(ScheduledFault fault) throws IOException, InterruptedException {
    boolean hit = false;
    switch (fault.kind()) {
      case IN_STAGING -> hit = breakAt(Step.STAGING);
      case STAGED -> hit = breakAt(Step.STAGED);
      case COMMITTED -> hit = breakAt(Step.COMMITTED);
      default -> TimeUnit.MILLISECONDS.sleep(fault.after());
    }
    if (fault.kind() == Kind.PINOT) {
      pinot.killed();
    }
    faultInjector.inject(fault.kind(), fault.down());
    breakpoint.release();
    if (fault.back() > 0) {
      goBack(fault.back());
    }
    report.fault(fault.kind(), hit);
    if (fault.kind() == Kind.PINOT) {
      pinot.revived();
      return await(PINOT_DEADLINE, pinot::hasCaughtUp);
    }
    return true;
  }

  /** Sets the breakpoint and waits until a commit is paused in it. */
  private boolean breakAt(Step step) throws IOException, InterruptedException {
    HiveBreakpoint.set(breakpoint, step);
    return await(BREAKPOINT_WITHIN, breakpoint::isHit);
  }

  private void goBack(int checkpointsBack) throws IOException {
    flink().cancel(running.get(0), DEADLINE);
    List<Path> checkpoints = checkpoints(0);
    Path older = checkpoints.get(Math.min(checkpointsBack, checkpoints.size() - 1));
    running.set(0, jobs.get(0).submit(older));
  }

  /** Returns the checkpoints of a running job on disk, newest first. */
  private List<Path> checkpoints(int job) throws IOException {
    return Checkpoints.newestFirst(
        jobs.get(job).stack().flinkCheckpoints().resolve(running.get(job).id()));
  }

  private void compact() {
    try (HiveTable table =
        HiveTable.at(jobs.get(0).stack().hive().metastore(), LoadJob.table(jobs.get(0).name()))) {
      report.compacted(table.compact());
    } catch (IOException | RuntimeException notNow) {
      LOG.debug("The compaction failed", notNow);
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
    thread.setUncaughtExceptionHandler(
        (broken, thrown) -> {
          LOG.error("{} failed", name, thrown);
          readerBroke = true;
        });
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

  private static boolean await(Duration deadline, Await.Condition condition)
      throws InterruptedException {
    return Await.until(deadline, () -> TimeUnit.MILLISECONDS.sleep(PROBE_EVERY_MILLIS), condition);
  }

  private FlinkRest flink() {
    return FlinkRest.at(jobs.get(0).stack().flinkRest().toString());
  }
}
