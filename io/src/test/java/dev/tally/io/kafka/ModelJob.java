package dev.tally.io.kafka;

import dev.tally.io.kafka.ModelLog.Crash;
import dev.tally.io.kafka.ModelLog.Kept;
import dev.tally.io.kafka.RevisionFn.FactRevision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Models a job that counts events by fact and writes the counts from time to time, as panes do; so
 * a run after a restore writes other revisions in other batches. What a checkpoint holds is passed
 * to the writer when the checkpoint completes, and again after a restore.
 */
final class ModelJob {
  private static final int FACTS = 4;
  private static final int STEPS = 25;
  private static final long PART_BYTES = 45;
  private final Random random;
  private final OnOlderSavepoint onOlderSavepoint;
  private final Kept kept = new Kept();
  private final int[] input;
  private boolean recreatesTopic;
  private boolean renewed;
  private boolean wentBack;
  private long watermark;

  /** The part of the job that survives a crash. */
  private static final class State {
    int read;
    long watermark;
    Map<Integer, Long> counts = new HashMap<>();
    TreeSet<Integer> unstated = new TreeSet<>();
    List<List<RecordBatch>> batches = new ArrayList<>();
    List<RecordBatch> buffer = new ArrayList<>();
    ShardState shard = ShardState.START;
    Map<FactFingerprint, Long> reconcile = new HashMap<>();

    State copy() {
      State copy = new State();
      copy.read = read;
      copy.watermark = watermark;
      copy.counts = new HashMap<>(counts);
      copy.unstated = new TreeSet<>(unstated);
      copy.batches = new ArrayList<>(batches);
      copy.buffer = new ArrayList<>(buffer);
      copy.shard = shard;
      copy.reconcile = new HashMap<>(reconcile);
      return copy;
    }
  }

  ModelJob(long seed, OnOlderSavepoint onOlderSavepoint) {
    this.random = new Random(seed);
    this.onOlderSavepoint = onOlderSavepoint;
    this.input = random.ints(60, 0, FACTS).toArray();
  }

  /** From time to time deletes the topic and creates it again, while the job is down. */
  ModelJob recreatingTheTopic() {
    recreatesTopic = true;
    return this;
  }

  /** Returns true if the job reached its end, false if a restore was refused. */
  boolean run() {
    List<State> checkpoints = new ArrayList<>(List.of(new State()));
    try {
      for (int step = 0; step < STEPS; step++) {
        restoreAndGoOn(checkpoints, true);
      }
      do {
        restoreAndGoOn(checkpoints, false);
      } while (lastOf(checkpoints).read < input.length || !flushed(lastOf(checkpoints)));
      watermark = lastOf(checkpoints).watermark;
      return true;
    } catch (OlderSavepointException | RecreatedTopicException refused) {
      return false;
    }
  }

  private static State lastOf(List<State> checkpoints) {
    return checkpoints.get(checkpoints.size() - 1);
  }

  private static boolean flushed(State state) {
    return state.unstated.isEmpty() && state.batches.isEmpty();
  }

  private void restoreAndGoOn(List<State> checkpoints, boolean faults) {
    if (faults && random.nextInt(6) == 0) {
      int from = random.nextInt(checkpoints.size());
      wentBack |= from < checkpoints.size() - 1;
      checkpoints.subList(from + 1, checkpoints.size()).clear();
    }
    if (faults && onOlderSavepoint == OnOlderSavepoint.RECONCILE && random.nextInt(12) == 0) {
      kept.marker = CommitMarker.none(kept.topic); // It expired, or the sink group is another one.
    }
    if (faults && recreatesTopic && random.nextInt(12) == 0) {
      kept.recreateTopic(random.nextBoolean());
    }
    State state = lastOf(checkpoints).copy();
    ShardWriter writer =
        new ShardWriter("t", new ModelLog(kept, random, faults), onOlderSavepoint, PART_BYTES);
    try {
      for (int i = random.nextInt(4) + 1; i > 0; i--) {
        work(state, !faults);
        if (!state.buffer.isEmpty()) {
          state.batches.add(List.copyOf(state.buffer));
          state.buffer.clear();
        }
        checkpoints.add(state.copy());
        flush(state, writer);
      }
    } catch (Crash | IllegalStateException crash) {
      if (crash instanceof OlderSavepointException || crash instanceof RecreatedTopicException) {
        throw crash;
      }
    }
  }

  private void work(State state, boolean stateAll) {
    if (stateAll && !renewed) {
      renewed = true;
      state.buffer.add(RecordBatch.empty()); // Like a writer that has nothing else to write.
    }
    if (state.watermark <= state.read && random.nextBoolean()) {
      state.watermark = state.read + 1L;
      state.buffer.add(RecordBatch.ofWatermark(state.watermark));
    }
    RecordBatch.@Nullable Packer packer = null;
    for (int i = random.nextInt(6); i > 0 && state.read < input.length; i--) {
      state.counts.merge(input[state.read], 1L, Long::sum);
      state.unstated.add(input[state.read++]);
    }
    for (int fact : List.copyOf(state.unstated)) {
      if (stateAll || random.nextBoolean()) {
        packer = packer == null ? new RecordBatch.Packer() : packer;
        packer.add(ModelLog.record(new FactRevision("f" + fact, count(state, fact))));
        state.unstated.remove(fact);
        if (random.nextBoolean()) {
          state.buffer.add(packer.pack());
          packer = null;
        }
      }
    }
    if (packer != null) {
      state.buffer.add(packer.pack());
    }
  }

  private static long count(State state, int fact) {
    return state.counts.getOrDefault(fact, 0L);
  }

  /** Like a runner, passes one bundle per checkpoint; the state changes on the way. */
  private static void flush(State state, ShardWriter writer) {
    for (List<RecordBatch> batch : state.batches) {
      for (RecordBatch recordBatch : batch) {
        ReconcileState reconcile =
            new ReconcileState(
                ReconcileState.Store.in(state.reconcile),
                ModelLog::revision,
                state.shard.factsLeft());
        if (!writer.inBatch()) {
          writer.begin(state.shard, reconcile);
        }
        state.shard = writer.add(recordBatch, reconcile);
      }
      if (writer.inBatch()) {
        writer.commit();
      }
    }
    state.batches.clear();
  }

  /** True if a checkpoint older than the newest was ever restored. */
  boolean wentBack() {
    return wentBack;
  }

  /** The highest watermark that readers have received. */
  long emittedWatermark() {
    return kept.emittedWatermark;
  }

  /** The last watermark that the job has passed to its writer. */
  long watermark() {
    return watermark;
  }

  List<FactRevision> topic() {
    return kept.records;
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
