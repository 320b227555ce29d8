package dev.tally.pipelines.union;

import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.union.UnionRegions;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Brings the records of all regions together. It runs in every region, over all of them: either one
 * alone is enough.
 *
 * <pre>
 * ad-metrics, of each region ────────► DecodeAdMetrics ────────► UnionAdMetrics ────────► all-ad-metrics
 * attributed-orders, of each region ─► DecodeAttributedOrders ─► UnionAttributedOrders ─► all-attributed-orders
 *                                                └─► dead-letters
 * </pre>
 */
public final class UnionJob {
  private UnionJob() {}

  /** Adds the job's steps to the pipeline. Their names are part of the savepoint contract. */
  public static void build(Pipeline pipeline, UnionPorts ports) {
    List<PCollection<DeadLetter>> refused = new ArrayList<>();
    pipeline
        .apply("ReadAdMetrics", ports.adMetrics())
        .apply("DecodeAdMetrics", DecodeRecords.adMetrics())
        .failuresTo(refused)
        .apply("UnionAdMetrics", UnionRegions.create())
        .apply("WriteAllAdMetrics", ports.allAdMetrics());
    pipeline
        .apply("ReadAttributedOrders", ports.attributedOrders())
        .apply("DecodeAttributedOrders", DecodeRecords.attributedOrders())
        .failuresTo(refused)
        .apply("UnionAttributedOrders", UnionRegions.create())
        .apply("WriteAllAttributedOrders", ports.allAttributedOrders());
    PCollectionList.of(refused)
        .apply("FlattenDeadLetters", Flatten.pCollections())
        .apply("WriteDeadLetters", ports.deadLetters());
  }
}
