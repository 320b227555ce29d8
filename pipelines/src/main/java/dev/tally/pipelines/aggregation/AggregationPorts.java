package dev.tally.pipelines.aggregation;

import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.dedup.DropDuplicates;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.RawRecord;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** The inputs and outputs of the aggregation job. Tests pass their own ports to the same job. */
public interface AggregationPorts {
  /** Reads raw ad events; their timestamps are their broker times. */
  PTransform<PBegin, PCollection<RawRecord>> adEvents();

  /**
   * Decodes raw ad events. Default: Tally's own JSON.
   *
   * @param rules determine which events are invalid traffic
   */
  default DecodeRecords<AdEvent> adEventsFormat(InvalidTrafficRules rules) {
    return DecodeRecords.rawAdEvents(rules);
  }

  /** Returns whether the raw ad events are bounded. Default: unbounded, as in a topic. */
  default DropDuplicates.Input input() {
    return DropDuplicates.Input.ENDLESS;
  }

  /** Writes accepted events, each exactly once; empty if they are not written. */
  Optional<WritePort<AdEvent>> cleanAdEvents();

  /** Writes the counts of an ad and minute, with a higher revision each time they grow. */
  WritePort<AdMetric> adMetrics();

  /**
   * Writes records that can never be processed. A payload that is too large for the destination is
   * omitted.
   */
  PTransform<PCollection<DeadLetter>, PDone> deadLetters();

  /** Stores the settings on which the job's state depends. */
  PTransform<PBegin, PDone> manifest();
}
