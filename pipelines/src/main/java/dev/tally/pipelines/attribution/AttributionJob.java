package dev.tally.pipelines.attribution;

import dev.tally.runners.manifest.KeepManifest;
import dev.tally.transforms.attribute.AttributeOrders;
import dev.tally.transforms.attribute.AttributionRules;
import dev.tally.transforms.attribute.CampaignViews;
import dev.tally.transforms.attribute.SnapshotCampaigns;
import dev.tally.transforms.cleanse.CleanseRecords;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.enrich.EnrichOrders;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.PlaceholderIds;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.joda.time.Duration;

/**
 * Credits every order to the ad that earned it, and corrects the credit when late records change
 * it.
 *
 * <pre>
 * orders ──────────► DecodeOrders ─────► CleanseOrders ─────┐
 * clean-ad-events ─► DecodeAdEvents ───► CleanseAdEvents ───┼─► AttributeOrders ─► EnrichOrders ─► attributed-orders
 * campaigns ───────► DecodeCampaigns ──► CleanseCampaigns ─► SnapshotCampaigns (side input)
 *                         └──────────┬─────────┘
 *                                    └─► dead-letters
 * </pre>
 */
public final class AttributionJob {
  private AttributionJob() {}

  /** Adds the job's steps to the pipeline. Their names are part of the savepoint contract. */
  public static void build(
      Pipeline pipeline, AttributionRules rules, Cleansing cleansing, AttributionPorts ports) {
    pipeline.apply(KeepManifest.STEP, ports.manifest());
    List<PCollection<DeadLetter>> rejected = new ArrayList<>();
    CampaignViews campaigns =
        pipeline
            .apply("ReadCampaigns", ports.campaigns())
            .apply("DecodeCampaigns", ports.campaignsFormat())
            .failuresTo(rejected)
            .apply(
                "CleanseCampaigns",
                CleanseRecords.campaigns(
                    rules.clickWindow(), rules.viewWindow(), cleansing.placeholders()))
            .failuresTo(rejected)
            .apply("SnapshotCampaigns", SnapshotCampaigns.from(ports.start()));
    PCollection<AdEvent> touches =
        pipeline
            .apply("ReadCleanAdEvents", ports.cleanAdEvents())
            .apply("DecodeAdEvents", DecodeRecords.adEvents())
            .failuresTo(rejected)
            .apply(
                "CleanseAdEvents",
                CleanseRecords.adEvents(rules.maxEventAge(), cleansing.maxClockSkew()))
            .failuresTo(rejected);
    pipeline
        .apply("ReadOrders", ports.orders())
        .apply("DecodeOrders", ports.ordersFormat())
        .failuresTo(rejected)
        .apply(
            "CleanseOrders",
            CleanseRecords.orders(
                    rules.limits().ages(), cleansing.maxClockSkew(), cleansing.placeholders())
                .withRecords())
        .failuresTo(rejected)
        .apply(
            "AttributeOrders",
            AttributeOrders.to(touches, campaigns, rules)
                .withPlaceholders(cleansing.placeholders()))
        .failuresTo(rejected)
        .apply(
            "EnrichOrders",
            EnrichOrders.from(ports.orderService(), rules.limits().ages().maxRefundAge()))
        .apply("WriteAttributedOrders", ports.attributedOrders())
        .failuresTo(rejected);
    PCollectionList.of(rejected)
        .apply("FlattenDeadLetters", Flatten.pCollections())
        .apply("WriteDeadLetters", ports.deadLetters());
  }

  /**
   * The rules that decide which records are rejected.
   *
   * @param maxClockSkew how far ahead of its broker time an accepted record may be
   * @param placeholders ids that identify nothing
   */
  public record Cleansing(Duration maxClockSkew, PlaceholderIds placeholders) {}
}
