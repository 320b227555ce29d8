package dev.tally.io.kafka;

import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.construction.PTransformTranslation.TransformPayloadTranslator;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.TransformPayloadTranslatorRegistrar;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Commits record batches to a topic. A runner that has a translation of {@link #URN} replaces it
 * with an operator that calls a {@link TwoPhaseWriter}; any other runner expands it to the steps of
 * the other mode, which need stable input.
 */
public final class CommitInTwoPhases
    extends PTransform<PCollection<KV<Integer, RecordBatch>>, PDone> {
  /** The name by which runners find their translation. */
  public static final String URN = "tally:kafka:commit_in_two_phases:v1";

  private static final long serialVersionUID = 1L;
  private final TwoPhaseSettings settings;

  CommitInTwoPhases(TwoPhaseSettings settings) {
    this.settings = settings;
  }

  /** Returns the number of partitions of the topic. */
  public int partitions() {
    return settings.partitions();
  }

  /** Returns the coder of partitions as keys, which spreads them evenly over workers. */
  public Coder<Integer> keyCoder() {
    return new PartitionCoder(settings.partitions());
  }

  /** Returns what creates the writer of a worker. */
  public TwoPhaseWriter.Factory writers() {
    TwoPhaseSettings forWorkers = settings;
    return nanoTime -> TwoPhaseWriter.open(forWorkers, nanoTime);
  }

  @Override
  public PDone expand(PCollection<KV<Integer, RecordBatch>> recordBatches) {
    recordBatches
        .apply("EmitHeartbeats", new EmitHeartbeats(settings.partitions()))
        .apply(
            "Commit",
            ParDo.of(
                new WriteExactlyOnce.CommitFn(
                    settings.write(), settings.partitions(), settings.maxRecordBytes())));
    return PDone.in(recordBatches.getPipeline());
  }

  /** Registers the URN of the transform with Beam. */
  public static final class Registrar implements TransformPayloadTranslatorRegistrar {
    @Override
    @SuppressWarnings("rawtypes") // The interface declares raw types.
    public Map<? extends Class<? extends PTransform>, ? extends TransformPayloadTranslator>
        getTransformPayloadTranslators() {
      return Map.of(CommitInTwoPhases.class, new Payload());
    }
  }

  private static final class Payload implements TransformPayloadTranslator<CommitInTwoPhases> {
    @Override
    public String getUrn() {
      return URN;
    }

    @Override
    public FunctionSpec translate(
        AppliedPTransform<?, ?, CommitInTwoPhases> application, SdkComponents components) {
      return FunctionSpec.newBuilder().setUrn(URN).build();
    }
  }
}
