package dev.tally.transforms.enrich;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.cancelled;
import static dev.tally.transforms.Cast.counter;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.transforms.NotOnFlink;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.AttributedOrderCoder;
import dev.tally.transforms.model.Attribution;
import dev.tally.transforms.model.OrderDetails;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Has one test for each possible course of an order. */
@ExtendWith(TestPipelineExtension.class)
class EnrichOrdersTest {
  private static final String NO_PROCESSING_TIME =
      "the Flink runner's TestStream does not support processing time";
  private static final int NEVER = Integer.MAX_VALUE;
  private static final Duration MAX_WAIT = Duration.standardSeconds(2);
  private static final int MAX_LOOKS = 2;
  private static final AttributedOrder FIRST = credit(2);
  private static final AttributedOrder SECOND = credit(4);
  private static final AttributedOrder TAKEN_BACK =
      new AttributedOrder(
          8, cancelled(order("o", NOON)), Attribution.ofOne("last_touch", List.of()), null);

  private TestStream.Builder<AttributedOrder> stream =
      TestStream.create(AttributedOrderCoder.of()).advanceWatermarkTo(NOON);

  @Test
  void givesDetailsAtOnce_whenTheyAreKnown(TestPipeline pipeline) {
    then(FIRST);
    PipelineResult result = expect(pipeline, 1, "placed 3 items=1");
    assertThat(counter(result, "orders_enriched")).isEqualTo(1);
    assertThat(counter(result, "orders_sent_pending")).isZero();
  }

  @Test
  @NotOnFlink(NO_PROCESSING_TIME)
  void waitsForDetails_thatComeWithinTheMaxWait(TestPipeline pipeline) {
    then(FIRST).passes(Duration.millis(100));
    expect(pipeline, 2, "placed 3 items=2");
  }

  @Test
  @NotOnFlink(NO_PROCESSING_TIME)
  void goesOnPending_andAgainWhenTheDetailsCome(TestPipeline pipeline) {
    then(FIRST).passes(MAX_WAIT).passes(Duration.standardSeconds(1));
    PipelineResult result = expect(pipeline, 3, "placed 2 pending", "placed 3 items=3");
    assertThat(counter(result, "orders_sent_pending")).isEqualTo(1);
    assertThat(counter(result, "orders_enriched")).isEqualTo(1);
  }

  @Test
  @NotOnFlink(NO_PROCESSING_TIME)
  void goesOnPendingOnce_andIsGivenUp_whenNobodyKnowsItsDetails(TestPipeline pipeline) {
    then(FIRST).passes(MAX_WAIT).passes(Duration.standardSeconds(1)).passes(MAX_WAIT);
    PipelineResult result = expect(pipeline, NEVER, "placed 2 pending");
    assertThat(counter(result, "orders_given_up")).isEqualTo(1);
  }

  @Test
  @NotOnFlink(NO_PROCESSING_TIME)
  void asksForACorrection_ofAnOrderThatWasGivenUp(TestPipeline pipeline) {
    then(FIRST).passes(MAX_WAIT).passes(Duration.standardMinutes(1));
    then(SECOND).passes(Duration.millis(100));
    expect(pipeline, 5, "placed 2 pending", "placed 5 items=5");
  }

  @Test
  @NotOnFlink(NO_PROCESSING_TIME)
  void isNotGivenUp_becauseTheJobStoodStill(TestPipeline pipeline) {
    then(FIRST).passes(Duration.standardDays(9)).passes(Duration.standardMinutes(1));
    expect(pipeline, 3, "placed 2 pending", "placed 3 items=3");
  }

  @Test
  @NotOnFlink(NO_PROCESSING_TIME)
  void givesTheNewestCreditAlone_whenACorrectionComesWithinTheMaxWait(TestPipeline pipeline) {
    then(FIRST).then(SECOND).then(FIRST).passes(Duration.millis(100));
    expect(pipeline, 4, "placed 5 items=4");
  }

  @Test
  @NotOnFlink(NO_PROCESSING_TIME)
  void givesACorrectionAtOnce_pendingTooWhenItsMaxWaitIsOver(TestPipeline pipeline) {
    then(FIRST).passes(MAX_WAIT).then(SECOND).then(SECOND).passes(Duration.standardSeconds(1));
    expect(pipeline, 5, "placed 2 pending", "placed 4 pending", "placed 5 items=5");
  }

  @Test
  @NotOnFlink(NO_PROCESSING_TIME)
  void givesACancellation_ofAnOrderThatIsPending(TestPipeline pipeline) {
    then(FIRST).passes(MAX_WAIT).then(TAKEN_BACK).passes(Duration.standardSeconds(1));
    expect(pipeline, 4, "placed 2 pending", "cancelled 8 pending", "cancelled 9 items=4");
  }

  @Test
  @NotOnFlink(NO_PROCESSING_TIME)
  void doesNotStartItsMaxWaitAnew_whenACorrectionComes(TestPipeline pipeline) {
    then(FIRST).passes(MAX_WAIT.minus(Duration.millis(1))).then(SECOND).passes(Duration.millis(1));
    expect(pipeline, NEVER, "placed 4 pending");
  }

  @Test
  void keepsTheFirstAnswer_forACorrectionAndACancellation(TestPipeline pipeline) {
    then(FIRST).then(SECOND).then(TAKEN_BACK);
    expect(pipeline, 1, "placed 3 items=1", "placed 5 items=1", "cancelled 9 items=1");
  }

  @Test
  @NotOnFlink(NO_PROCESSING_TIME)
  void keepsTheFirstAnswer_alsoWhenItCameLate(TestPipeline pipeline) {
    then(FIRST).passes(MAX_WAIT).then(SECOND);
    expect(pipeline, 2, "placed 3 items=2", "placed 5 items=2");
  }

  @Test
  void keepsTheFirstAnswer_asLongAsACorrectionCanCome(TestPipeline pipeline) {
    then(FIRST).watermark(NOON.plus(HOUR).minus(Duration.millis(1))).then(SECOND);
    expect(pipeline, 1, "placed 3 items=1", "placed 5 items=1");
  }

  @Test
  void asksAgain_forACancellationLongAfterTheOrder(TestPipeline pipeline) {
    then(FIRST).watermark(NOON.plus(HOUR).plus(Duration.millis(1))).then(TAKEN_BACK);
    expect(pipeline, 1, "placed 3 items=1", "cancelled 9 items=2");
  }

  @Test
  void givesACopyOfALateCancellation_theSameAnswer(TestPipeline pipeline) {
    watermark(NOON.plus(HOUR.multipliedBy(9)))
        .then(TAKEN_BACK)
        .watermark(NOON.plus(HOUR.multipliedBy(10)).minus(Duration.millis(1)))
        .then(TAKEN_BACK);
    expect(pipeline, 1, "cancelled 9 items=1", "cancelled 9 items=1");
  }

  @Test
  void losesNothing_whenTheInputEndsFirst(TestPipeline pipeline) {
    then(FIRST);
    expect(pipeline, NEVER, "placed 2 pending");
  }

  @Test
  @NotOnFlink(NO_PROCESSING_TIME)
  void repeatsNothing_whenTheInputEndsAfterTheMaxWait(TestPipeline pipeline) {
    then(FIRST).passes(MAX_WAIT);
    expect(pipeline, NEVER, "placed 2 pending");
  }

  @Test
  @NotOnFlink(NO_PROCESSING_TIME)
  void takesAnAnswerAtTheLastMoment(TestPipeline pipeline) {
    then(FIRST);
    expect(pipeline, 2, "placed 3 items=2");
  }

  @Test
  void closesItsConnections(TestPipeline pipeline) {
    then(FIRST);
    ScriptedOrders service = ScriptedOrders.knowingFrom("closes", 1);
    pipeline.apply(stream.advanceWatermarkToInfinity()).apply(EnrichOrders.from(service, HOUR));
    pipeline.run().waitUntilFinish();
    await().atMost(java.time.Duration.ofSeconds(30)).until(() -> service.open() == 0);
  }

  @Test
  void letsOrdersThrough_whenThereIsNoService(TestPipeline pipeline) {
    then(FIRST).then(SECOND);
    PAssert.that(
            pipeline
                .apply(stream.advanceWatermarkToInfinity())
                .apply(EnrichOrders.from(OrderService.absent(), HOUR)))
        .containsInAnyOrder(FIRST, SECOND);
    pipeline.run().waitUntilFinish();
  }

  private static AttributedOrder credit(long revision) {
    return new AttributedOrder(
        revision, order("o", NOON), Attribution.ofOne("last_touch", List.of()), null);
  }

  private EnrichOrdersTest then(AttributedOrder credit) {
    stream = stream.addElements(TimestampedValue.of(credit, NOON));
    return this;
  }

  private EnrichOrdersTest passes(Duration processingTime) {
    stream = stream.advanceProcessingTime(processingTime);
    return this;
  }

  private EnrichOrdersTest watermark(Instant time) {
    stream = stream.advanceWatermarkTo(time);
    return this;
  }

  private PipelineResult expect(TestPipeline pipeline, int knownFromAsk, String... orders) {
    String test = String.join("|", orders) + knownFromAsk;
    PAssert.that(
            pipeline
                .apply(stream.advanceWatermarkToInfinity())
                .apply(
                    "EnrichOrders",
                    EnrichOrders.from(ScriptedOrders.knowingFrom(test, knownFromAsk), HOUR)
                        .withMaxWait(MAX_WAIT)
                        .withMaxAttempts(MAX_LOOKS))
                .apply(
                    "Text",
                    MapElements.into(TypeDescriptors.strings()).via(EnrichOrdersTest::text)))
        .containsInAnyOrder(orders);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  private static String text(AttributedOrder order) {
    OrderDetails details = order.details();
    return "%s %d %s"
        .formatted(
            order.order().getStatus(),
            order.revision(),
            details == null ? "pending" : "items=" + details.items());
  }
}
