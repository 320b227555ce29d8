package dev.tally.transforms.budget;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.counter;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.AdMetricCoder;
import dev.tally.transforms.model.CampaignSpend;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.CampaignVersionCoder;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.ReceivedCoder;
import dev.tally.transforms.model.RecordUuid;
import dev.tally.transforms.model.Revision;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Has one test for each possible course of a record. */
@ExtendWith(TestPipelineExtension.class)
class TrackBudgetsTest {
  private static final Instant TODAY = Slots.day(NOON);
  private static final long REVISION_OF_GENERATION_1 = Revision.ofAdMetric(1, MeasureSums.NONE);
  private static final BudgetSettings SETTINGS =
      new BudgetSettings(Duration.standardSeconds(10), Duration.ZERO, HOUR, 0);

  private static final TypeDescriptor<CampaignVersion> VERSIONS =
      TypeDescriptor.of(CampaignVersion.class);

  private TestStream.Builder<Received<AdMetric>> stream =
      TestStream.create(ReceivedCoder.of(AdMetricCoder.of())).advanceWatermarkTo(NOON);

  @Test
  void addsUpTheRecordsOfACampaign_andCountsARepeatOnce(TestPipeline pipeline) {
    arrives("c", "ad-1", 1, 30, NOON).arrives("c", "ad-2", 1, 40, noonPlus(1));
    arrives("c", "ad-1", 1, 30, noonPlus(2)).watermark(noonPlus(10));
    PipelineResult result = expect(pipeline, "c@10 70 active", "c@610 70 active");
    assertThat(counter(result, "lower_revisions_ignored")).isEqualTo(1);
  }

  @Test
  void countsWhatAHigherRevisionAdds_andIgnoresALowerOne(TestPipeline pipeline) {
    arrives("c", "ad-1", 5, 50, NOON).watermark(noonPlus(11));
    arrives("c", "ad-1", 3, 30, noonPlus(11)).arrives("c", "ad-1", 6, 65, noonPlus(12));
    watermark(noonPlus(21));
    expect(pipeline, "c@10 50 active", "c@20 65 active", "c@620 65 active");
  }

  @Test
  void announcesAnExhaustedBudget_andEachCampaignForItself(TestPipeline pipeline) {
    arrives("small", "ad-1", 5, 100, NOON).arrives("c", "ad-1", 5, 100, NOON);
    watermark(noonPlus(10));
    expect(
        pipeline,
        "small@10 100 exhausted",
        "small@610 100 exhausted",
        "c@10 100 active",
        "c@610 100 active");
  }

  @Test
  void announcesOnlyTheLastSlot_thatTheWatermarkHasPassed(TestPipeline pipeline) {
    arrives("c", "ad-1", 5, 50, NOON).arrives("c", "ad-1", 6, 65, noonPlus(12));
    watermark(noonPlus(7_000));
    expect(pipeline, "c@7000 65 active");
  }

  @Test
  void countsALateRecord_inTheNextSlot(TestPipeline pipeline) {
    arrives("c", "ad-1", 5, 50, NOON).watermark(noonPlus(700));
    arrives("c", "ad-1", 6, 65, noonPlus(12)).watermark(noonPlus(720));
    expect(pipeline, "c@700 50 active", "c@720 65 active", "c@1310 65 active");
  }

  @Test
  void dropsARecord_whoseHourIsForgotten(TestPipeline pipeline) {
    watermark(NOON.plus(HOUR.multipliedBy(3)));
    arrives("c", "ad-1", 5, 50, NOON);
    PipelineResult result = expect(pipeline);
    assertThat(counter(result, "droppedDueToLateness")).isEqualTo(1);
  }

  @Test
  void countsTheDifference_whenAHigherGenerationLowersTheSpend(TestPipeline pipeline) {
    arrives("c", "ad-1", 5, 50, NOON).arrives("c", "ad-2", 7, 20, NOON).watermark(noonPlus(11));
    arrives("c", "ad-1", REVISION_OF_GENERATION_1 + 3, 30, noonPlus(12));
    arrives("c", "ad-2", REVISION_OF_GENERATION_1, 0, noonPlus(12));
    arrives("c", "ad-1", 6, 65, noonPlus(13)).watermark(noonPlus(21));
    expect(pipeline, "c@10 70 active", "c@20 30 active", "c@610 30 active");
  }

  @Test
  void countsTheDifference_atTheLastWatermarkBeforeTheHourIsForgotten(TestPipeline pipeline) {
    arrives("c", "ad-1", 5, 50, NOON).watermark(NOON.plus(HOUR.multipliedBy(2)));
    arrives("c", "ad-1", 6, 65, noonPlus(7_200)).watermark(noonPlus(7_210));
    PipelineResult result =
        expect(pipeline, "c@7200 50 active", "c@7210 65 active", "c@7810 65 active");
    assertThat(counter(result, "droppedDueToLateness")).isZero();
  }

  private TrackBudgetsTest arrives(
      String campaign, String ad, long revision, long micros, Instant at) {
    AdMetric metric =
        AdMetric.builder()
            .setRecordUuid(RecordUuid.ofAdMetric("us", campaign, ad, "s", NOON))
            .setRevision(revision)
            .setRegion("us")
            .setAdId(ad)
            .setCampaignId(campaign)
            .setStoreId("s")
            .setMinute(NOON)
            .setSums(MeasureSums.of(1, 0, 0, micros))
            .setBrokerTime(at)
            .build();
    RawRecord record = RawRecord.of("us", "ad-metrics", 0, 0, at, null);
    stream = stream.addElements(TimestampedValue.of(Received.of(metric, record), at));
    return this;
  }

  private TrackBudgetsTest watermark(Instant to) {
    stream = stream.advanceWatermarkTo(to);
    return this;
  }

  private PipelineResult expect(TestPipeline pipeline, String... records) {
    PCollection<Received<AdMetric>> metrics = pipeline.apply(stream.advanceWatermarkToInfinity());
    // From the same stream, so that the watermark of one input does not depend on the other.
    PCollection<CampaignVersion> campaigns =
        metrics
            .apply("Campaigns", FlatMapElements.into(VERSIONS).via(TrackBudgetsTest::versions))
            .setCoder(CampaignVersionCoder.of());
    PCollection<String> found =
        metrics
            .apply(TrackBudgets.of(campaigns, SETTINGS))
            .apply(MapElements.into(TypeDescriptors.strings()).via(TrackBudgetsTest::text));
    PAssert.that(found).containsInAnyOrder(records);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  private static List<CampaignVersion> versions(Received<AdMetric> received) {
    String campaign = received.getValue().getCampaignId();
    return campaign.equals("small")
        ? List.of(
            new CampaignVersion(campaign, TODAY, Duration.ZERO, Duration.ZERO, 100, true, TODAY))
        : List.of();
  }

  private static String text(CampaignSpend spend) {
    return "%s@%d %d %s"
        .formatted(
            spend.campaignId(),
            new Duration(NOON, Instant.ofEpochMilli(spend.revision())).getStandardSeconds(),
            spend.spendMicros(),
            spend.status().wireName());
  }
}
