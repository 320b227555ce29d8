package org.apache.beam.runners.flink;

import dev.tally.io.kafka.CommitInTwoPhases;
import dev.tally.runners.twophase.TwoPhaseOperator;
import org.apache.beam.runners.flink.FlinkStreamingPipelineTranslator.StreamTransformTranslator;
import org.apache.beam.runners.flink.translation.wrappers.streaming.KvToFlinkKeyKeySelector;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Translates {@link CommitInTwoPhases} to a {@link TwoPhaseOperator}, keyed by partition.
 *
 * <p>The class is in Beam's package because Beam's translators are package-private.
 */
public final class TwoPhaseTranslation {
  private TwoPhaseTranslation() {}

  /** Makes all jobs that this JVM submits from now on use the operator. */
  public static synchronized void register() {
    OneCheckpointAtATime.translators().put(CommitInTwoPhases.URN, new Translator());
  }

  private static final class Translator extends StreamTransformTranslator<CommitInTwoPhases> {
    @Override
    void translateNode(CommitInTwoPhases transform, FlinkStreamingTranslationContext context) {
      PCollection<KV<Integer, Object>> input = context.getInput(cast(transform));
      DataStream<WindowedValue<KV<Integer, Object>>> elements = context.getInputDataStream(input);
      String name = context.getCurrentTransform().getFullName();
      elements
          .keyBy(new KvToFlinkKeyKeySelector<Integer, Object>(transform.keyCoder()))
          .transform(
              name,
              Types.VOID,
              new TwoPhaseOperator(
                  transform.writers(), transform.keyCoder(), transform.partitions()))
          .uid(name);
    }
  }

  /** The type of the record batches is not public. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static org.apache.beam.sdk.transforms.PTransform<PCollection<KV<Integer, Object>>, ?>
      cast(CommitInTwoPhases transform) {
    return (org.apache.beam.sdk.transforms.PTransform) transform;
  }
}
