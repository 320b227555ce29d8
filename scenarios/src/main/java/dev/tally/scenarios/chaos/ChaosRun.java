package dev.tally.scenarios.chaos;

import dev.tally.io.kafka.OlderSavepointException;
import dev.tally.operations.Checkpoints;
import dev.tally.runners.FlinkRest;
import dev.tally.scenarios.chaos.Schedule.Moment;
import dev.tally.scenarios.chaos.Schedule.Step;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs one schedule step by step. */
final class ChaosRun {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration BREAKPOINT_WITHIN = Duration.ofSeconds(15);

  /**
   * How long a commit is delayed: 20 checkpoint intervals, more than the 17 buffers that Beam keeps
   * for the input of the sink.
   */
  private static final Duration COMMIT_DELAY = Duration.ofSeconds(10);

  /** Long enough for the delayed commit to end, and too short for the flushes of 16 checkpoints. */
  private static final long NEXT_COMMIT_MILLIS = 60;

  /** Long enough for the checkpoints that waited for the delayed commit to complete. */
  private static final Duration CHECKPOINTS_COMPLETE = Duration.ofSeconds(1);

  private static final int CHECKPOINTS_BEFORE = 2;
  private static final int CHECKPOINTS_AFTER = 3;

  private final LocalStack stack;
  private final ChaosJob job;
  private final Breakpoint breakpoint;
  private final FactSender sender;
  private final CommittedFacts committed;
  private final ChaosReport report;
  private FlinkRest.@Nullable Job running;
  private boolean usedOlderCheckpoint;

  ChaosRun(
      LocalStack stack,
      ChaosJob job,
      Breakpoint breakpoint,
      FactSender sender,
      CommittedFacts committed,
      ChaosReport report) {
    this.stack = stack;
    this.job = job;
    this.breakpoint = breakpoint;
    this.sender = sender;
    this.committed = committed;
    this.report = report;
  }

  ScheduleOutcome run(Schedule schedule) throws IOException, InterruptedException {
    running = job.submit(null);
    try {
      boolean works = true;
      for (Step step : schedule.steps()) {
        works = works && works(Math.max(CHECKPOINTS_BEFORE, step.back() + 1));
        if (works && !refused()) {
          kill(step);
          restore(step);
        }
      }
      if (works) {
        works = works(CHECKPOINTS_BEFORE);
      }
      Map<String, Long> oracle = sender.finish();
      report.resent(sender.resent());
      return outcome(oracle, works);
    } finally {
      flink().cancel(running(), DEADLINE);
    }
  }

  /**
   * Waits until the job has written more records and has this many checkpoints, or has refused a
   * checkpoint.
   *
   * @return false if neither happens before the deadline
   */
  private boolean works(int checkpoints) throws InterruptedException {
    int before = committed.size();
    return await(
        () -> refused() || (committed.size() > before && checkpoints().size() >= checkpoints));
  }

  private void kill(Step step) throws IOException, InterruptedException {
    boolean hit = false;
    if (step.moment() == Moment.ANY) {
      Thread.sleep(step.after());
    } else {
      breakpoint.set(step.moment() == Moment.IN_FLUSH ? step.after() : Breakpoint.BEFORE_COMMIT);
      hit = awaitHit();
      if (step.moment() == Moment.DELAYED_COMMIT) {
        poll(COMMIT_DELAY);
        breakpoint.release();
        Thread.sleep(NEXT_COMMIT_MILLIS);
        breakpoint.set(Breakpoint.BEFORE_COMMIT);
        hit = awaitHit();
        poll(CHECKPOINTS_COMPLETE);
      }
    }
    for (Server victim : victims(step)) {
      stack.kill(victim);
    }
    breakpoint.release();
    report.killed(hit);
  }

  private void poll(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      committed.poll();
    }
  }

  private boolean awaitHit() throws InterruptedException {
    long deadline = System.nanoTime() + BREAKPOINT_WITHIN.toNanos();
    while (!breakpoint.isHit() && System.nanoTime() < deadline) {
      committed.poll();
    }
    return breakpoint.isHit();
  }

  private static List<Server> victims(Step step) {
    return switch (step.victim()) {
      case TASK_MANAGER -> List.of(Server.TASKMANAGER);
      case CLUSTER -> List.of(Server.JOBMANAGER, Server.TASKMANAGER);
      case BROKER -> List.of(Server.KAFKA);
    };
  }

  private void restore(Step step) throws IOException {
    stack.up(Server.KAFKA, Server.TASKMANAGER);
    boolean gone = step.victim() == Schedule.Victim.CLUSTER;
    if (!gone && step.restoresOlder()) {
      flink().cancel(running(), DEADLINE);
    }
    if (gone || step.restoresOlder()) {
      usedOlderCheckpoint |= step.restoresOlder();
      List<Path> checkpoints = checkpoints();
      running = job.submit(checkpoints.get(Math.min(step.back(), checkpoints.size() - 1)));
    }
    if (step.victim() != Schedule.Victim.BROKER || step.restoresOlder()) {
      report.restored(step.restoresOlder());
    }
  }

  /**
   * Reads the output until no record is missing, and then for some more checkpoints, in which
   * duplicates would appear.
   */
  private ScheduleOutcome outcome(Map<String, Long> oracle, boolean works)
      throws IOException, InterruptedException {
    boolean continues = works && await(() -> committed.lost(oracle) == 0 || refused());
    boolean refused = refused();
    if (continues && !refused) {
      int last = Checkpoints.number(checkpoints().get(0));
      continues = await(() -> Checkpoints.number(checkpoints().get(0)) >= last + CHECKPOINTS_AFTER);
    }
    committed.poll();
    return new ScheduleOutcome(
        refused,
        refused && !(usedOlderCheckpoint && job.mayRefuse()),
        usedOlderCheckpoint && job.mustWriteAgain(),
        committed.size(),
        refused ? committed.gaps() : committed.lost(oracle),
        committed.duplicated(),
        committed.beyond(oracle),
        committed.outOfOrder(),
        !continues);
  }

  private boolean refused() throws IOException {
    return flink().latestFailure(running()).stream()
        .anyMatch(failure -> failure.isCausedBy(OlderSavepointException.class));
  }

  /** Returns the checkpoints of the running job on disk, newest first. */
  private List<Path> checkpoints() throws IOException {
    return Checkpoints.newestFirst(stack.flinkCheckpoints().resolve(running().id()));
  }

  /** Reads the output until the condition is true, or returns false after the deadline. */
  private boolean await(Await.Condition condition) throws InterruptedException {
    return Await.until(DEADLINE, committed::poll, condition);
  }

  private FlinkRest.Job running() {
    return Objects.requireNonNull(running);
  }

  private FlinkRest flink() {
    return FlinkRest.at(stack.flinkRest().toString());
  }
}
