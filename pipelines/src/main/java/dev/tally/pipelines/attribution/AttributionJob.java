package dev.tally.pipelines.attribution;

import dev.tally.transforms.attribute.AttributeOrders;
import dev.tally.transforms.attribute.AttributionRules;
import dev.tally.transforms.attribute.Campaigns;
import dev.tally.transforms.attribute.KnowCampaigns;
import dev.tally.transforms.cleanse.CleanseRecords;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.enrich.EnrichOrders;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;

/**
 * Credits every order to the ad that earned it, and corrects that when the truth changes.
 *
 * <pre>
 * orders ──────────► DecodeOrders ─────► CleanseOrders ─────┐
 * clean-ad-events ─► DecodeAdEvents ───► CleanseAdEvents ───┼─► AttributeOrders ─► EnrichOrders ─► attributed-orders
 * campaigns ───────► DecodeCampaigns ──► CleanseCampaigns ─► KnowCampaigns (side input)
 *                         └──────────┬─────────┘
 *                                    └─► dead-letters
 * </pre>
 */
public final class AttributionJob {
  private AttributionJob() {}

  /** Adds the job's steps to the pipeline. Their names are part of the savepoint contract. */
  public static void build(
      Pipeline pipeline, AttributionRules rules, Duration maxClockSkew, AttributionPorts ports) {
    List<PCollection<DeadLetter>> refused = new ArrayList<>();
    PCollectionView<Campaigns> campaigns =
        pipeline
            .apply("ReadCampaigns", ports.campaigns())
            .apply("DecodeCampaigns", DecodeRecords.campaigns())
            .failuresTo(refused)
            .apply(
                "CleanseCampaigns",
                CleanseRecords.campaigns(rules.clickWindow(), rules.viewWindow()))
            .failuresTo(refused)
            .apply("KnowCampaigns", KnowCampaigns.create());
    PCollection<AdEvent> touches =
        pipeline
            .apply("ReadCleanAdEvents", ports.cleanAdEvents())
            .apply("DecodeAdEvents", DecodeRecords.adEvents())
            .failuresTo(refused)
            .apply("CleanseAdEvents", CleanseRecords.adEvents(rules.maxEventAge(), maxClockSkew))
            .failuresTo(refused);
    pipeline
        .apply("ReadOrders", ports.orders())
        .apply("DecodeOrders", DecodeRecords.orders())
        .failuresTo(refused)
        .apply("CleanseOrders", CleanseRecords.orders(rules.maxEventAge(), maxClockSkew))
        .failuresTo(refused)
        .apply("AttributeOrders", AttributeOrders.to(touches, campaigns, rules))
        .apply("EnrichOrders", EnrichOrders.from(ports.orderService(), rules.maxEventAge()))
        .apply("WriteAttributedOrders", ports.attributedOrders())
        .failuresTo(refused);
    PCollectionList.of(refused)
        .apply("FlattenDeadLetters", Flatten.pCollections())
        .apply("WriteDeadLetters", ports.deadLetters());
  }
}
