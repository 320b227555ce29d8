package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.transforms.model.Touch;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.jupiter.api.Test;

/** A worker that sees new campaigns later than the orders of their time. */
class WaitForCampaignsTest {
  private static final OrderTouches EARLY =
      new OrderTouches(order("o", noonPlus(600)), List.of(Touch.of(click("c"))));

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

  private static AttributionRules rules() {
    return AttributionRules.defaults();
  }

  private static PCollectionView<Campaigns> view(Pipeline pipeline, Campaigns campaigns) {
    return pipeline
        .apply("Campaigns", Create.of(campaigns).withCoder(CampaignsCoder.of()))
        .apply("View", View.asSingleton());
  }
}
