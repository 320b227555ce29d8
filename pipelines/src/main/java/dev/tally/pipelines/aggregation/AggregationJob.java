package dev.tally.pipelines.aggregation;

import dev.tally.runners.manifest.KeepManifest;
import dev.tally.transforms.aggregate.CountByMinute;
import dev.tally.transforms.cleanse.CleanseRecords;
import dev.tally.transforms.dedup.DropDuplicates;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Counts each ad event exactly once, by ad and minute.
 *
 * <pre>
 * ad-events ─► DecodeAdEvents ─► CleanseEvents ─► DropDuplicates ─┬─► CountByMinute ─► ad-metrics
 *                    │                 │                │         └─► clean-ad-events
 *                    └─────────────────┴────────┬───────┘
 *                                               └─► dead-letters
 * </pre>
 */
public final class AggregationJob {
  private AggregationJob() {}

  /** Adds the job's steps to the pipeline. Their names are part of the savepoint contract. */
  public static void build(Pipeline pipeline, AggregationRules rules, AggregationPorts ports) {
    pipeline.apply(KeepManifest.STEP, ports.manifest());
    List<PCollection<DeadLetter>> rejected = new ArrayList<>();
    PCollection<AdEvent> accepted =
        pipeline
            .apply("ReadAdEvents", ports.adEvents())
            .apply("DecodeAdEvents", ports.adEventsFormat(rules.invalidTraffic()))
            .failuresTo(rejected)
            .apply(
                "CleanseEvents",
                CleanseRecords.rawAdEvents(
                        rules.maxEventAge(), rules.maxClockSkew(), rules.placeholders())
                    .withRecords())
            .failuresTo(rejected)
            .apply(
                "DropDuplicates",
                DropDuplicates.within(rules.maxEventAge())
                    .withScope(rules.dedupScope())
                    .withInput(ports.input()))
            .failuresTo(rejected);

    ports
        .cleanAdEvents()
        .ifPresent(port -> accepted.apply("WriteCleanAdEvents", port).failuresTo(rejected));
    accepted
        .apply(
            "CountByMinute",
            CountByMinute.within(rules.maxEventAge())
                .withEarlyPane(rules.earlyPane())
                .withGeneration(rules.generation())
                .withDoubleClickWindow(rules.doubleClickWindow())
                .withMaxClicksPerUserHour(
                    rules.invalidTraffic().maxClicksPerUserHour(), rules.placeholders()))
        .apply("WriteAdMetrics", ports.adMetrics())
        .failuresTo(rejected);
    PCollectionList.of(rejected)
        .apply("FlattenDeadLetters", Flatten.pCollections())
        .apply("WriteDeadLetters", ports.deadLetters());
  }
}
