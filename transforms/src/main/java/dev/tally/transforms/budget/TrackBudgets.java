package dev.tally.transforms.budget;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.AdMetricCoder;
import dev.tally.transforms.model.CampaignSpend;
import dev.tally.transforms.model.CampaignSpendCoder;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Received;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Adds up the spend of each campaign and UTC day, and announces when it reaches the budget.
 *
 * <p>Input: ad metrics with their broker time as timestamp, in the global window, in any order and
 * with repeats. Of the metrics with the same record UUID, the highest revision counts.
 *
 * <p>Output: for each campaign and day, records with growing revisions and their counted-to time as
 * timestamp. A record is emitted when the watermark passes a slot of broker time in which the
 * spend, the budget or the status has changed; while a campaign with a budget spends, also in every
 * other slot, because each record extends the time until which the campaign may spend. If the
 * watermark passes several slots at once, only the last of them results in a record.
 *
 * <p>State: per record of an hour of event time 35 bytes, until the watermark is {@code
 * maxEventAge} after the end of the hour; per campaign about 1 KB.
 *
 * <p>Limits: a metric whose hour ended more than {@code maxEventAge} before the watermark is
 * dropped and counted in {@code droppedDueToLateness}. This does not happen if the aggregation job
 * has the same {@code maxEventAge} or a shorter one.
 */
public final class TrackBudgets
    extends PTransform<PCollection<Received<AdMetric>>, PCollection<CampaignSpend>> {
  private static final long serialVersionUID = 1L;
  private static final Coder<KV<String, CampaignChange>> CHANGES =
      KvCoder.of(StringUtf8Coder.of(), CampaignChangeCoder.of());

  private final transient PCollection<CampaignVersion> campaigns;
  private final BudgetSettings settings;

  private TrackBudgets(PCollection<CampaignVersion> campaigns, BudgetSettings settings) {
    this.campaigns = campaigns;
    this.settings = settings;
  }

  /**
   * Returns a transform that compares spend with the budgets of campaigns.
   *
   * @param campaigns all versions of all campaigns, with their broker time as timestamp
   */
  public static TrackBudgets of(PCollection<CampaignVersion> campaigns, BudgetSettings settings) {
    return new TrackBudgets(campaigns, settings);
  }

  @Override
  public PCollection<CampaignSpend> expand(PCollection<Received<AdMetric>> metrics) {
    checkArgument(
        metrics.getWindowingStrategy().getWindowFn() instanceof GlobalWindows,
        "TrackBudgets remembers records across windows: apply it before any Window.into");
    PCollection<KV<String, CampaignChange>> spend =
        metrics
            .apply("KeyByHour", ParDo.of(new KeyByHourFn()))
            .setCoder(KvCoder.of(VarLongCoder.of(), AdMetricCoder.of()))
            .apply("CountSpend", ParDo.of(new CountSpendFn(settings.maxEventAge())))
            .setCoder(CHANGES);
    PCollection<KV<String, CampaignChange>> budgets =
        campaigns.apply("KeyByCampaign", ParDo.of(new KeyByCampaignFn())).setCoder(CHANGES);
    return PCollectionList.of(spend)
        .and(budgets)
        .apply("FlattenChanges", Flatten.pCollections())
        .apply("Announce", ParDo.of(new AnnounceFn(settings)))
        .setCoder(CampaignSpendCoder.of());
  }

  private static final class KeyByHourFn extends DoFn<Received<AdMetric>, KV<Long, AdMetric>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element Received<AdMetric> received, OutputReceiver<KV<Long, AdMetric>> out) {
      AdMetric metric = received.getValue();
      out.output(KV.of(HourKey.of(metric), metric));
    }
  }

  private static final class KeyByCampaignFn
      extends DoFn<CampaignVersion, KV<String, CampaignChange>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element CampaignVersion version, OutputReceiver<KV<String, CampaignChange>> out) {
      out.output(KV.of(version.campaignId(), CampaignChange.OfBudget.of(version)));
    }
  }
}
