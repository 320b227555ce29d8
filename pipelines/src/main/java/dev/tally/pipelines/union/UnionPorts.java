package dev.tally.pipelines.union;

import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RevisedRecord;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** The inputs and outputs of the union job. Tests pass their own ports to the same job. */
public interface UnionPorts {
  /** Reads the ad metrics of all regions; their timestamps are their broker times. */
  PTransform<PBegin, PCollection<RawRecord>> adMetrics();

  /** Reads the attributed orders of all regions; their timestamps are their broker times. */
  PTransform<PBegin, PCollection<RawRecord>> attributedOrders();

  /** Writes the ad metrics of all regions. */
  WritePort<RevisedRecord> allAdMetrics();

  /** Writes the attributed orders of all regions. */
  WritePort<RevisedRecord> allAttributedOrders();

  /** Returns the stores for analysts into which ad metrics are loaded; empty if there is none. */
  List<RowStore> adMetricStores();

  /** Returns the stores into which attributed orders are loaded; empty if there is none. */
  List<RowStore> attributedOrderStores();

  /** Reads the reach of campaigns, which the reach job of this region writes for all regions. */
  PTransform<PBegin, PCollection<RawRecord>> campaignReach();

  /** Returns the stores into which the reach of campaigns is loaded; empty if there is none. */
  List<RowStore> campaignReachStores();

  /**
   * Writes records that can never be processed. A payload that is too large for the destination is
   * omitted.
   */
  PTransform<PCollection<DeadLetter>, PDone> deadLetters();

  /** Stores the settings on which the job's state depends. */
  PTransform<PBegin, PDone> manifest();
}
