package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Touch;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

/** A worker that sees new campaigns later than the orders of their time. */
class WaitForCampaignsTest {
  private static final Duration WINDOW = Duration.standardHours(1);
  private static final CampaignVersion INACTIVE =
      new CampaignVersion("campaign-1", NOON, WINDOW, WINDOW, 0, false, NOON.minus(WINDOW));
  private static final OrderTouches EARLY =
      new OrderTouches(order("o", noonPlus(600)), List.of(Touch.of(click("c"))));

  @Test
  void failsAndSaysWhatToDo_whenTheyNeverCome() {
    TestStream.Builder<OrderTouches> told =
        TestStream.create(OrderTouchesCoder.of()).advanceWatermarkTo(NOON).addElements(EARLY);
    for (int i = 0; i < 2 * WaitForCampaigns.MAX_KNOCKS + 2; i++) {
      told = told.advanceProcessingTime(WaitForCampaigns.KNOCK_EVERY);
    }
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply(told.advanceWatermarkToInfinity())
        .apply(new WaitForCampaigns(rules(), view(pipeline, Campaigns.none())));
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasMessageContaining(
            "1 orders, one of them of 2026-03-01T12:10:00.000Z, have waited 600 s")
        .hasMessageContaining("./tally status");
  }

  @Test
  void failsRatherThanLosesAnOrder_whenTheInputEndsFirst() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply(
            TestStream.create(OrderTouchesCoder.of())
                .addElements(EARLY)
                .advanceWatermarkToInfinity())
        .apply(new WaitForCampaigns(rules(), view(pipeline, Campaigns.none())));
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasMessageContaining("The input ended while 1 orders waited");
  }

  @Test
  void creditsOnce_byTheVersionOfTheOrdersTime_whenTheyAreThere() {
    TestPipeline pipeline =
        TestPipeline.fromOptions(PipelineOptionsFactory.create())
            .enableAbandonedNodeEnforcement(false);
    TestStream.Builder<OrderTouches> told =
        TestStream.create(OrderTouchesCoder.of()).advanceWatermarkTo(NOON).addElements(EARLY);
    for (int i = 0; i < 5; i++) {
      told = told.advanceProcessingTime(WaitForCampaigns.KNOCK_EVERY);
    }
    PAssert.that(
            pipeline
                .apply(told.advanceWatermarkToInfinity())
                .apply(
                    new WaitForCampaigns(
                        rules(), view(pipeline, Campaigns.of(List.of(INACTIVE), noonPlus(900)))))
                .apply(
                    MapElements.into(TypeDescriptors.integers())
                        .via(attributed -> attributed.credits().size())))
        .containsInAnyOrder(0);
    pipeline.run().waitUntilFinish();
  }

  private static AttributionRules rules() {
    return AttributionRules.defaults();
  }

  private static PCollectionView<Campaigns> view(Pipeline pipeline, Campaigns campaigns) {
    return pipeline
        .apply("Campaigns", Create.of(campaigns).withCoder(CampaignsCoder.of()))
        .apply("View", View.asSingleton());
  }
}
