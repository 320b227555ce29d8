package dev.tally.pipelines.reach;

import dev.tally.runners.manifest.KeepManifest;
import dev.tally.transforms.cleanse.CleanseRecords;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.reach.MeasureReach;
import dev.tally.transforms.reach.ReachSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.joda.time.Duration;

/**
 * Keeps the distinct users of each campaign, UTC day and event type over all regions.
 *
 * <pre>
 * clean-ad-events, of each region ─► DecodeAdEvents ─► CleanseAdEvents ─► MeasureReach ─► campaign-reach
 *                                          └────────┬────────┘
 *                                                   └─► dead-letters
 * </pre>
 */
public final class ReachJob {
  private ReachJob() {}

  /**
   * Adds the job's steps to the pipeline. Their names are part of the savepoint contract.
   *
   * @param maxClockSkew how far ahead of its broker time an accepted event may be
   */
  public static void build(
      Pipeline pipeline, ReachSettings settings, Duration maxClockSkew, ReachPorts ports) {
    pipeline.apply(KeepManifest.STEP, ports.manifest());
    List<PCollection<DeadLetter>> rejected = new ArrayList<>();
    pipeline
        .apply("ReadCleanAdEvents", ports.cleanAdEvents())
        .apply("DecodeAdEvents", DecodeRecords.adEvents())
        .failuresTo(rejected)
        .apply("CleanseAdEvents", CleanseRecords.adEvents(settings.maxEventAge(), maxClockSkew))
        .failuresTo(rejected)
        .apply("MeasureReach", MeasureReach.with(settings))
        .apply("WriteCampaignReach", ports.campaignReach())
        .failuresTo(rejected);
    PCollectionList.of(rejected)
        .apply("FlattenDeadLetters", Flatten.pCollections())
        .apply("WriteDeadLetters", ports.deadLetters());
  }
}
