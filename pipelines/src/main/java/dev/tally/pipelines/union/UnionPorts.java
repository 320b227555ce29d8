package dev.tally.pipelines.union;

import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RevisedRecord;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;

/** Where the union-and-load job meets the world. Tests plug others into the same job. */
public interface UnionPorts {
  /** Ad metrics of all regions, stamped with their broker time. */
  PTransform<PBegin, PCollection<RawRecord>> adMetrics();

  /** Attributed orders of all regions, stamped with their broker time. */
  PTransform<PBegin, PCollection<RawRecord>> attributedOrders();

  /** Takes the ad metrics of all regions. */
  WritePort<RevisedRecord> allAdMetrics();

  /** Takes the attributed orders of all regions. */
  WritePort<RevisedRecord> allAttributedOrders();

  /** Takes the rows of ad metrics for analysts; empty if they have no store. */
  Optional<PTransform<PCollection<Row>, PDone>> adMetricRows();

  /** Takes the rows of attributed orders for analysts; empty if they have no store. */
  Optional<PTransform<PCollection<Row>, PDone>> attributedOrderRows();

  /** Takes what can never be processed, whole. */
  PTransform<PCollection<DeadLetter>, PDone> deadLetters();
}
