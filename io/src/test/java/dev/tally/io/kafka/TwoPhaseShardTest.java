package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.RevisionFn.FactRevision;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Runs a model of a counting job with crashes at any call, lost notifications, aborted checkpoints,
 * restores of any checkpoint, expired transactions and clones, and checks the topic afterwards.
 */
class TwoPhaseShardTest {
  @Property(tries = 2000)
  void refuse_writesExactlyOnceOrFails(@ForAll long seed) {
    refusesOrWritesExactlyOnce(new ModelTwoPhaseJob(seed, OnOlderSavepoint.REFUSE));
  }

  @Property(tries = 2000)
  void expiredTransactions_areWrittenAgain(@ForAll long seed) {
    refusesOrWritesExactlyOnce(
        new ModelTwoPhaseJob(seed, OnOlderSavepoint.REFUSE).expiringTransactions());
  }

  @Property(tries = 2000)
  void clones_areFencedOrRefused(@ForAll long seed) {
    ModelTwoPhaseJob job = new ModelTwoPhaseJob(seed, OnOlderSavepoint.REFUSE).withClones();
    job.run();
    writesEachRevisionOnceInOrder(job);
  }

  @Property(tries = 2000)
  void reconcile_writesExactlyOnceFromAnySavepoint(@ForAll long seed) {
    ModelTwoPhaseJob job = new ModelTwoPhaseJob(seed, OnOlderSavepoint.RECONCILE);
    assertThat(job.run()).isTrue();
    writesEachRevisionOnceInOrder(job);
    endsWithTheTruth(job);
  }

  @Property(tries = 2000)
  void reconcileWithExpiredTransactions_writesExactlyOnceOrFails(@ForAll long seed) {
    ModelTwoPhaseJob job =
        new ModelTwoPhaseJob(seed, OnOlderSavepoint.RECONCILE).expiringTransactions();
    boolean done = job.run();
    writesEachRevisionOnceInOrder(job);
    if (done) {
      endsWithTheTruth(job);
    }
  }

  @Property(tries = 1000)
  void rewrite_losesNothing_andDuplicatesOnlyAfterAnOlderSavepoint(@ForAll long seed) {
    ModelTwoPhaseJob job = new ModelTwoPhaseJob(seed, OnOlderSavepoint.REWRITE);
    assertThat(job.run()).isTrue();
    if (!job.wentBack()) {
      writesEachRevisionOnceInOrder(job);
    }
    endsWithTheTruth(job);
  }

  @Property(tries = 1000)
  void afterTheTopicIsRecreated_writesExactlyOnceOrFails(
      @ForAll long seed, @ForAll boolean reconciles) {
    ModelTwoPhaseJob job =
        new ModelTwoPhaseJob(
                seed, reconciles ? OnOlderSavepoint.RECONCILE : OnOlderSavepoint.REFUSE)
            .recreatingTheTopic();
    if (job.run()) {
      endsWithTheTruth(job);
    }
    writesEachRevisionOnceInOrder(job);
  }

  @Example
  void whatWasReadBackFromADeletedTopic_isForgotten() {
    ModelTwoPhaseLog.Broker broker = new ModelTwoPhaseLog.Broker();
    Map<FactFingerprint, Long> facts = new HashMap<>();
    FactRevision revision = new FactRevision("f", 1);
    commit(shard(broker, TwoPhaseState.START, facts), revision);
    TwoPhaseState state = shard(broker, TwoPhaseState.START, facts).prepare(2, 0);
    assertThat(state.shard().factsLeft()).isOne();
    broker.recreateTopic(false);
    commit(shard(broker, state, facts), revision);
    assertThat(broker.records()).containsExactly(revision);
  }

  private static void commit(TwoPhaseShard shard, FactRevision revision) {
    RecordBatch.Packer packer = new RecordBatch.Packer();
    packer.add(ModelLog.record(revision));
    shard.write(packer.pack());
    shard.prepare(1, 0);
    shard.confirmed(1);
  }

  private static TwoPhaseShard shard(
      ModelTwoPhaseLog.Broker broker, TwoPhaseState state, Map<FactFingerprint, Long> facts) {
    return new TwoPhaseShard(
        "t",
        new ModelTwoPhaseLog(broker, new Random(1), false),
        OnOlderSavepoint.RECONCILE,
        state,
        new ReconcileState(
            ReconcileState.Store.in(facts), ModelLog::revision, state.shard().factsLeft()),
        () -> false);
  }

  private static void refusesOrWritesExactlyOnce(ModelTwoPhaseJob job) {
    boolean done = job.run();
    if (!done) {
      assertThat(job.wentBack()).as("only an older savepoint is refused").isTrue();
    }
    writesEachRevisionOnceInOrder(job);
    if (done) {
      endsWithTheTruth(job);
    }
  }

  private static void writesEachRevisionOnceInOrder(ModelTwoPhaseJob job) {
    assertThat(new HashSet<>(job.topic())).hasSameSizeAs(job.topic());
    Map<String, Long> last = new HashMap<>();
    for (FactRevision revision : job.topic()) {
      Long before = last.put(revision.fact(), revision.order());
      assertThat(before == null ? 0 : before).isLessThan(revision.order());
    }
  }

  private static void endsWithTheTruth(ModelTwoPhaseJob job) {
    Map<String, Long> highest = new TreeMap<>();
    job.topic().forEach(r -> highest.merge(r.fact(), r.order(), Math::max));
    assertThat(highest).isEqualTo(job.truth());
  }
}
