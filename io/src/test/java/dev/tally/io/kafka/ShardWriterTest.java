package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Runs a model of a counting job with its checkpoints, crashes at any step of a write, and restores
 * of any checkpoint, and checks what is in the topic afterwards.
 */
class ShardWriterTest {
  @Property(tries = 1500)
  void refuse_writesExactlyOnceOrFails(@ForAll long seed) {
    ModelJob job = new ModelJob(seed, OnOlderSavepoint.REFUSE);
    boolean done = job.run();
    if (!done) {
      assertThat(job.wentBack()).as("only an older savepoint is refused").isTrue();
    }
    statesEachRevisionOnce(job);
    if (done) {
      endsWithTheTruth(job);
    }
  }

  @Property(tries = 1500)
  void reconcile_writesExactlyOnceFromAnySavepoint(@ForAll long seed) {
    ModelJob job = new ModelJob(seed, OnOlderSavepoint.RECONCILE);
    assertThat(job.run()).isTrue();
    statesEachRevisionOnce(job);
    endsWithTheTruth(job);
  }

  @Property(tries = 1500)
  void rewrite_losesNothing_andDuplicatesOnlyAfterAnOlderSavepoint(@ForAll long seed) {
    ModelJob job = new ModelJob(seed, OnOlderSavepoint.REWRITE);
    assertThat(job.run()).isTrue();
    if (!job.wentBack()) {
      statesEachRevisionOnce(job);
    }
    endsWithTheTruth(job);
  }

  @Property(tries = 1500)
  void afterTheTopicIsRecreated_writesExactlyOnceOrFails(
      @ForAll long seed, @ForAll boolean reconciles) {
    ModelJob job =
        new ModelJob(seed, reconciles ? OnOlderSavepoint.RECONCILE : OnOlderSavepoint.REFUSE)
            .recreatingTheTopic();
    if (job.run()) {
      endsWithTheTruth(job);
    }
    statesEachRevisionOnce(job);
  }

  @Property(tries = 500)
  void afterTheTopicIsRecreated_rewriteResumesFromTheSavepoint(@ForAll long seed) {
    assertThat(new ModelJob(seed, OnOlderSavepoint.REWRITE).recreatingTheTopic().run()).isTrue();
  }

  @Test
  void writesNothing_whenTheRunnerPassesRecordBatchesInAnotherOrder() {
    ModelLog.Kept kept = new ModelLog.Kept();
    ShardWriter writer =
        new ShardWriter("t", new ModelLog(kept, new Random(1), false), OnOlderSavepoint.REFUSE, 9);
    ReconcileState nothing =
        new ReconcileState(ReconcileState.Store.in(new HashMap<>()), ModelLog::revision, 0);
    writer.begin(ShardState.START, nothing);
    writer.add(RecordBatch.ofWatermark(5).numbered(0), nothing);

    assertThatThrownBy(() -> writer.add(RecordBatch.ofWatermark(7).numbered(2), nothing))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("records that begin with number 2, but number 1 is next");
    assertThat(kept.records).isEmpty();
    assertThat(kept.marker.isNone()).isTrue();
  }

  private static void statesEachRevisionOnce(ModelJob job) {
    assertThat(new HashSet<>(job.topic())).hasSameSizeAs(job.topic());
  }

  private static void endsWithTheTruth(ModelJob job) {
    Map<String, Long> highest = new TreeMap<>();
    job.topic().forEach(r -> highest.merge(r.fact(), r.order(), Math::max));
    assertThat(highest).isEqualTo(job.truth());
    assertThat(job.emittedWatermark()).isGreaterThanOrEqualTo(job.watermark());
  }
}
