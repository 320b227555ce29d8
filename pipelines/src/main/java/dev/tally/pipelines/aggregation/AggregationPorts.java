package dev.tally.pipelines.aggregation;

import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** Where the aggregation job meets the world. Tests plug others into the same job. */
public interface AggregationPorts {
  /** Raw ad events, stamped with their broker time. */
  PTransform<PBegin, PCollection<RawRecord>> adEvents();

  /** Takes each accepted event once. */
  WritePort<AdEvent> cleanAdEvents();

  /** Takes the counts of an ad's minute, with a higher revision each time they grow. */
  WritePort<AdMetric> adMetrics();

  /** Takes what can never be processed, whole. */
  PTransform<PCollection<DeadLetter>, PDone> deadLetters();
}
