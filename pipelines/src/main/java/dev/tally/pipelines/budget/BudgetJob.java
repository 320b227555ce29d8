package dev.tally.pipelines.budget;

import dev.tally.runners.manifest.KeepManifest;
import dev.tally.transforms.budget.BudgetSettings;
import dev.tally.transforms.budget.TrackBudgets;
import dev.tally.transforms.cleanse.CleanseRecords;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.Revision;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Adds up the spend of each campaign and UTC day, and announces when it reaches the budget.
 *
 * <pre>
 * ad-metrics, of each region ─► DecodeAdMetrics ──────────────────────┐
 * campaigns, of each region ──► DecodeCampaigns ─► CleanseCampaigns ──┴─► TrackBudgets ─► campaign-spend
 *                                     └──────────┬─────────┘
 *                                                └─► dead-letters
 * </pre>
 */
public final class BudgetJob {
  private BudgetJob() {}

  /** Adds the job's steps to the pipeline. Their names are part of the savepoint contract. */
  public static void build(
      Pipeline pipeline, BudgetSettings settings, PlaceholderIds placeholders, BudgetPorts ports) {
    pipeline.apply(KeepManifest.STEP, ports.manifest());
    List<PCollection<DeadLetter>> rejected = new ArrayList<>();
    PCollection<CampaignVersion> campaigns =
        pipeline
            .apply("ReadCampaigns", ports.campaigns())
            .apply("DecodeCampaigns", DecodeRecords.campaigns())
            .failuresTo(rejected)
            .apply(
                "CleanseCampaigns",
                CleanseRecords.campaigns(Revision.MAX_WINDOW, Revision.MAX_WINDOW, placeholders))
            .failuresTo(rejected);
    pipeline
        .apply("ReadAdMetrics", ports.adMetrics())
        .apply("DecodeAdMetrics", DecodeRecords.wholeAdMetrics())
        .failuresTo(rejected)
        .apply("TrackBudgets", TrackBudgets.of(campaigns, settings))
        .apply("WriteCampaignSpend", ports.campaignSpend())
        .failuresTo(rejected);
    PCollectionList.of(rejected)
        .apply("FlattenDeadLetters", Flatten.pCollections())
        .apply("WriteDeadLetters", ports.deadLetters());
  }
}
