package dev.tally.io.kafka;

import dev.tally.io.kafka.ModelLog.Crash;
import dev.tally.io.kafka.ModelTwoPhaseLog.Broker;
import dev.tally.io.kafka.RevisionFn.FactRevision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;

/**
 * Models a job that counts events by fact and writes the counts from time to time in two phases. A
 * checkpoint may be aborted, its notification may be lost or arrive late, and a worker that was
 * replaced may still act.
 */
final class ModelTwoPhaseJob {
  private static final int FACTS = 4;
  private static final int STEPS = 25;
  private final Random random;
  private final OnOlderSavepoint onOlderSavepoint;
  private final Broker broker = new Broker();
  private final int[] input;
  private final List<Checkpoint> checkpoints =
      new ArrayList<>(List.of(new Checkpoint(0, new State())));
  private final List<Attempt> replaced = new ArrayList<>();
  private boolean transactionsExpire;
  private boolean recreatesTopic;
  private boolean hasClones;
  private boolean wentBack;
  private boolean renewalIsDue;
  private long lastCheckpoint;

  private record Checkpoint(long id, State state) {}

  /** The part of the job that survives a crash. */
  private static final class State {
    int read;
    Map<Integer, Long> counts = new HashMap<>();
    TreeSet<Integer> unstated = new TreeSet<>();
    TwoPhaseState shard = TwoPhaseState.START;
    Map<FactFingerprint, Long> reconcile = new HashMap<>();

    State copy() {
      State copy = new State();
      copy.read = read;
      copy.counts = new HashMap<>(counts);
      copy.unstated = new TreeSet<>(unstated);
      copy.shard = shard;
      copy.reconcile = new HashMap<>(reconcile);
      return copy;
    }
  }

  /** One execution of the job, which may continue after it was replaced. */
  private record Attempt(State state, TwoPhaseShard shard, List<Long> unconfirmed) {}

  ModelTwoPhaseJob(long seed, OnOlderSavepoint onOlderSavepoint) {
    this.random = new Random(seed);
    this.onOlderSavepoint = onOlderSavepoint;
    this.input = random.ints(60, 0, FACTS).toArray();
  }

  /** From time to time the brokers abort all open transactions, prepared ones included. */
  ModelTwoPhaseJob expiringTransactions() {
    transactionsExpire = true;
    return this;
  }

  /** From time to time deletes the topic and creates it again, while the job is down. */
  ModelTwoPhaseJob recreatingTheTopic() {
    recreatesTopic = true;
    return this;
  }

  /** Executions that were replaced continue as clones of the job, with checkpoints of their own. */
  ModelTwoPhaseJob withClones() {
    hasClones = true;
    return this;
  }

  /** Returns true if the job reached its end, false if a restore was refused. */
  boolean run() {
    try {
      for (int step = 0; step < STEPS; step++) {
        restoreAndGoOn(true);
      }
      do {
        restoreAndGoOn(false);
      } while (last().state.read < input.length || !last().state.unstated.isEmpty());
      return true;
    } catch (OlderSavepointException
        | RecreatedTopicException
        | ExpiredTransactionException refused) {
      return false;
    }
  }

  private Checkpoint last() {
    return checkpoints.get(checkpoints.size() - 1);
  }

  private void restoreAndGoOn(boolean faults) {
    if (faults) {
      betweenAttempts();
    }
    State state = last().state.copy();
    try {
      Attempt attempt = restore(state, faults);
      for (int i = random.nextInt(4) + 1; i > 0; i--) {
        interval(attempt, faults);
        if (faults && random.nextInt(4) == 0) {
          actAsReplaced();
        }
      }
      if (!faults) {
        attempt.shard.confirmed(lastCheckpoint);
      }
      replaced.add(attempt);
    } catch (Crash crash) {
      // The next attempt restores the last checkpoint.
    }
  }

  private void betweenAttempts() {
    if (random.nextInt(6) == 0) {
      int from = random.nextInt(checkpoints.size());
      wentBack |= from < checkpoints.size() - 1;
      checkpoints.subList(from + 1, checkpoints.size()).clear();
    }
    if (onOlderSavepoint == OnOlderSavepoint.RECONCILE && random.nextInt(12) == 0) {
      broker.loseMarker(); // It expired, or the sink group is another one.
    }
    if (transactionsExpire && random.nextInt(4) == 0) {
      broker.expireTransactions();
    }
    if (recreatesTopic && random.nextInt(12) == 0) {
      broker.recreateTopic(random.nextBoolean());
    }
    if (random.nextInt(4) == 0) {
      actAsReplaced();
    }
  }

  private Attempt restore(State state, boolean faults) {
    ReconcileState reconcile =
        new ReconcileState(
            ReconcileState.Store.in(state.reconcile),
            ModelLog::revision,
            state.shard.shard().factsLeft());
    return new Attempt(
        state,
        new TwoPhaseShard(
            "t",
            new ModelTwoPhaseLog(broker, random, faults),
            onOlderSavepoint,
            decoded(state.shard),
            reconcile,
            this::renews),
        new ArrayList<>());
  }

  private static TwoPhaseState decoded(TwoPhaseState state) {
    try {
      return CoderUtils.clone(new TwoPhaseState.StateCoder(), state);
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }

  private boolean renews() {
    return renewalIsDue;
  }

  private void interval(Attempt attempt, boolean faults) {
    work(attempt, !faults);
    long id = ++lastCheckpoint;
    renewalIsDue = random.nextInt(5) == 0;
    attempt.state.shard = attempt.shard.prepare(id, random.nextBoolean() ? watermark(attempt) : 0);
    if (faults && random.nextInt(4) == 0) {
      return; // The checkpoint is aborted.
    }
    checkpoints.add(new Checkpoint(id, attempt.state.copy()));
    if (!faults || random.nextInt(3) > 0) {
      attempt.shard.confirmed(id);
    } else {
      attempt.unconfirmed.add(id);
    }
  }

  private static long watermark(Attempt attempt) {
    return 1_000L * (attempt.state.read + 1);
  }

  /** A worker that was replaced receives a late notification, or a clone of the job continues. */
  private void actAsReplaced() {
    if (replaced.isEmpty()) {
      return;
    }
    Attempt attempt = replaced.get(random.nextInt(replaced.size()));
    try {
      for (long id : List.copyOf(attempt.unconfirmed)) {
        attempt.shard.confirmed(id);
      }
      work(attempt, false);
      if (hasClones) {
        wentBack = true; // The original may be refused afterwards.
        long id = ++lastCheckpoint;
        attempt.shard.prepare(id, 0);
        attempt.shard.confirmed(id);
      }
    } catch (Crash fenced) {
      replaced.remove(attempt);
    }
  }

  private void work(Attempt attempt, boolean statesAll) {
    State state = attempt.state;
    for (int i = random.nextInt(6); i > 0 && state.read < input.length; i--) {
      state.counts.merge(input[state.read], 1L, Long::sum);
      state.unstated.add(input[state.read++]);
    }
    RecordBatch.@Nullable Packer packer = null;
    for (int fact : List.copyOf(state.unstated)) {
      if (statesAll || random.nextBoolean()) {
        packer = packer == null ? new RecordBatch.Packer() : packer;
        packer.add(ModelLog.record(new FactRevision("f" + fact, state.counts.get(fact))));
        state.unstated.remove(fact);
        if (random.nextBoolean()) {
          attempt.shard.write(packer.pack());
          packer = null;
        }
      }
    }
    if (packer != null) {
      attempt.shard.write(packer.pack());
    }
  }

  /** True if a checkpoint older than the newest was restored, or a clone of the job has run. */
  boolean wentBack() {
    return wentBack;
  }

  List<FactRevision> topic() {
    return broker.records();
  }

  /** The count of every fact in the input. */
  Map<String, Long> truth() {
    Map<String, Long> truth = new TreeMap<>();
    for (int fact : input) {
      truth.merge("f" + fact, 1L, Long::sum);
    }
    return truth;
  }
}
