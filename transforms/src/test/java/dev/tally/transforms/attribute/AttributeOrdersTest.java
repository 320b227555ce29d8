package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.cancelled;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.counter;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.NotOnFlink;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderAges;
import dev.tally.transforms.model.OrderCoder;
import dev.tally.transforms.model.OrderProgress;
import dev.tally.transforms.model.Revision;
import dev.tally.transforms.model.Touch;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class AttributeOrdersTest {
  private static final String NO_PROCESSING_TIME =
      "the Flink runner's TestStream does not support processing time";
  private static final String TWO_CHANNELS =
      "Flink receives touches and orders on two channels, and one may overtake the other's watermark";

  private static final Duration MILLISECOND = Duration.millis(1);
  private static final AttributionLimits LIMITS =
      new AttributionLimits(new OrderAges(HOUR, HOUR.multipliedBy(20)), 3);
  private static final AttributionRules RULES =
      new AttributionRules(
          Strategy.LAST_TOUCH, HOUR.multipliedBy(3), HOUR.multipliedBy(2), LIMITS, 0);
  private static final Instant TEN_PAST = noonPlus(600);
  private static final Instant ELEVEN_PAST = noonPlus(660);
  private static final Order ORDER = order("o", TEN_PAST);

  @Test
  void creditsTheLastClick_whenTheOrderArrivesBeforeIt(TestPipeline pipeline) {
    expect(
        pipeline,
        new World()
            .then(ORDER)
            .then(click("last", noonPlus(30)))
            .then(click("first"))
            .then(impression("later", noonPlus(60)))
            .watermark(ELEVEN_PAST),
        "o placed last");
  }

  @Test
  void creditsNoTouchOfOthers_norOneAfterTheOrder_norOneTooLongBefore(TestPipeline pipeline) {
    expect(
        pipeline,
        new World()
            .then(click("other user").toBuilder().setUserId("bob").build())
            .then(click("other store").toBuilder().setStoreId("store-2").build())
            .then(click("after", TEN_PAST.plus(MILLISECOND)))
            .then(click("before", TEN_PAST.minus(RULES.clickWindow()).minus(MILLISECOND)))
            .then(impression("seen before", TEN_PAST.minus(RULES.viewWindow()).minus(MILLISECOND)))
            .then(ORDER)
            .watermark(ELEVEN_PAST),
        "o placed -");
  }

  @Test
  void creditsATouchAtTheOrdersTime_andOneAtTheWindowsEdge(TestPipeline pipeline) {
    Order other = order("other", TEN_PAST).toBuilder().setStoreId("store-2").build();
    AdEvent edge = click("edge", TEN_PAST.minus(RULES.clickWindow()));
    expect(
        pipeline,
        new World()
            .then(click("now", TEN_PAST))
            .then(edge.toBuilder().setStoreId("store-2").build())
            .then(ORDER)
            .then(other)
            .watermark(ELEVEN_PAST),
        "o placed now",
        "other placed edge");
  }

  @Test
  @NotOnFlink(NO_PROCESSING_TIME)
  void corrects_whenATouchThatWinsArrivesLate_butNotForOneThatLoses(TestPipeline pipeline) {
    PipelineResult result =
        expect(
            pipeline,
            new World()
                .then(ORDER)
                .then(click("early"))
                .watermark(ELEVEN_PAST)
                .then(click("loses", NOON.minus(MILLISECOND)))
                .then(click("wins", noonPlus(5)))
                .processingTime(Duration.standardSeconds(1)),
            "o placed early",
            "o placed wins");
    assertThat(counter(result, "orders_reviewed")).isEqualTo(1);
  }

  /**
   * The watermark jumps like this after the job that writes the touches was down: all due work is
   * done at once.
   */
  @Test
  void forgetsNoTouchOfAnOrderThatWaits_whenTheWatermarkJumpsFarBeyondIt(TestPipeline pipeline) {
    expect(
        pipeline,
        new World()
            .then(click("long before"))
            .then(click("just before", noonPlus(7_100)))
            .then(order("o", noonPlus(7_200)))
            .watermark(noonPlus(36_000)),
        "o placed just before");
  }

  /**
   * A documented limit, see ADR 0011: readers that keep the highest revision keep the first record
   * that they see.
   */
  @Test
  void writesBothUnderOneRevision_whenTypeTimeAndFingerprintAreTied(TestPipeline pipeline) {
    AdEvent first = click("tie-12");
    AdEvent larger = click("tie-6");
    assertThat(Touch.of(larger).fingerprint()).isEqualTo(Touch.of(first).fingerprint());
    assertThat(Touch.BY_TIME.compare(Touch.of(first), Touch.of(larger))).isNegative();
    OrderProgress placed = new OrderProgress(TEN_PAST, false, 0);
    assertThat(Revision.ofCredit(0, placed, Touch.of(larger)))
        .isEqualTo(Revision.ofCredit(0, placed, Touch.of(first)));
    expect(
        pipeline,
        new World().then(first).then(ORDER).watermark(ELEVEN_PAST).then(larger),
        "o placed tie-12",
        "o placed tie-6");
  }

  @Test
  void attributesALateOrderAtOnce(TestPipeline pipeline) {
    expect(
        pipeline,
        new World().then(click("c")).watermark(ELEVEN_PAST).then(ORDER).watermark(noonPlus(661)),
        "o placed c");
  }

  @Test
  @NotOnFlink(TWO_CHANNELS)
  void takesCreditBack_whenTheOrderIsCancelled_forEver(TestPipeline pipeline) {
    PipelineResult result =
        expect(
            pipeline,
            new World()
                .then(ORDER)
                .then(click("c"))
                .watermark(ELEVEN_PAST)
                .then(cancelled(ORDER))
                .then(click("too late to matter", noonPlus(5)))
                .then(ORDER)
                .then(cancelled(ORDER))
                .watermark(noonPlus(700)),
            "o placed c",
            "o cancelled -");
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(2);
    assertThat(counter(result, "dead_letters_conflicting_copy")).isZero();
  }

  @Test
  void neverCredits_whenTheCancellationArrivesFirst(TestPipeline pipeline) {
    expect(
        pipeline,
        new World().then(cancelled(ORDER)).then(click("c")).then(ORDER).watermark(ELEVEN_PAST),
        "o cancelled -");
  }

  @Test
  @NotOnFlink(TWO_CHANNELS)
  void cancelsAnOrderThatIsForgotten(TestPipeline pipeline) {
    expect(
        pipeline,
        new World()
            .then(ORDER)
            .watermark(noonPlus(100_000))
            .then(cancelled(ORDER))
            .watermark(noonPlus(200_000)),
        "o placed -",
        "o cancelled -");
  }

  @Test
  void dropsCopies_andKeepsThoseThatDifferAsDeadLetters(TestPipeline pipeline) throws Exception {
    Order other = ORDER.toBuilder().setAmountMicros(1).build();
    byte[] payload = CoderUtils.encodeToByteArray(OrderCoder.of(), other);
    World world =
        new World()
            .then(ORDER)
            .then(ORDER.toBuilder().setBrokerTime(noonPlus(601)).build())
            .then(other)
            .watermark(ELEVEN_PAST)
            .then(ORDER);
    PCollection<String> attributed = attributed(pipeline, world);
    PAssert.that(attributed).containsInAnyOrder("o placed -");
    PAssert.that(world.deadLetters())
        .satisfies(
            letters -> {
              assertThat(letters)
                  .singleElement()
                  .satisfies(
                      letter -> {
                        assertThat(letter.getReason()).isEqualTo(Reason.CONFLICTING_COPY);
                        assertThat(letter.getDetail()).endsWith("before: us/orders-0@0");
                        assertThat(letter.getPayload()).isEqualTo(payload);
                      });
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(2);
    assertThat(counter(result, "dead_letters_conflicting_copy")).isEqualTo(1);
  }

  @Test
  @NotOnFlink(TWO_CHANNELS)
  void sumsTheLinesOfAnOrder_andSubtractsItsRefunds(TestPipeline pipeline) {
    PCollection<String> amounts =
        new World()
            .then(click("c"))
            .then(line("line-1", 1_000_000))
            .then(line("line-2", 2_000_000))
            .then(line("line-2", 2_000_000))
            .watermark(ELEVEN_PAST)
            .then(refund("refund-1", 400_000))
            .watermark(noonPlus(661))
            .then(refund("refund-2", 400_000))
            .then(refund("refund-1", 400_000))
            .watermark(NOON.plus(HOUR.multipliedBy(15)))
            .then(refund("long after all touches are forgotten", 100_000))
            .attributedBy(RULES, pipeline)
            .apply(
                MapElements.into(TypeDescriptors.strings())
                    .via(o -> text(o) + " " + o.order().getAmountMicros()));
    PAssert.that(amounts)
        .containsInAnyOrder(
            "o placed c 3000000",
            "o partially_refunded c 2600000",
            "o partially_refunded c 2200000",
            "o partially_refunded c 2100000");
    pipeline.run().waitUntilFinish();
  }

  @Test
  @NotOnFlink(TWO_CHANNELS)
  void revokesTheCredit_whenTheWholeOrderIsRefunded(TestPipeline pipeline) {
    expect(
        pipeline,
        new World()
            .then(click("c"))
            .then(ORDER)
            .watermark(ELEVEN_PAST)
            .then(ORDER.toBuilder().setStatus("refunded").build())
            .watermark(noonPlus(661)),
        "o placed c",
        "o refunded -");
  }

  @Test
  void creditsNoOrderOfAPlaceholder(TestPipeline pipeline) {
    PipelineResult result =
        expect(
            pipeline,
            new World()
                .then(click("c").toBuilder().setUserId("undefined").build())
                .then(ORDER.toBuilder().setUserId("undefined").build())
                .watermark(ELEVEN_PAST),
            "o placed -");
    assertThat(counter(result, "touches_of_placeholder_users")).isEqualTo(1);
    assertThat(counter(result, "orders_of_placeholder_users")).isEqualTo(1);
  }

  @Test
  void sharesAmongTheLatestTouchesOnly_andSaysHowManyAreLeftOut(TestPipeline pipeline) {
    World world = new World();
    for (int i = 0; i < 300; i++) {
      world.then(click("c" + i, NOON.plus(Duration.millis(i))));
    }
    AttributionRules linear =
        new AttributionRules(Strategy.LINEAR, RULES.clickWindow(), RULES.viewWindow(), LIMITS, 0);
    PAssert.that(world.then(ORDER).watermark(ELEVEN_PAST).attributedBy(linear, pipeline))
        .satisfies(
            orders -> {
              AttributedOrder order = orders.iterator().next();
              assertThat(order.credits())
                  .extracting(credit -> credit.touch().eventId())
                  .containsExactly("c297", "c298", "c299");
              assertThat(order.attribution().touchesLeftOut()).isEqualTo(297);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static Order line(String id, long amount) {
    return ORDER.toBuilder().setLineId(id).setAmountMicros(amount).build();
  }

  private static Order refund(String id, long amount) {
    return ORDER.toBuilder()
        .setStatus("partially_refunded")
        .setRefundId(id)
        .setAmountMicros(amount)
        .build();
  }

  @Test
  void usesTheCampaignOfTheOrdersTime(TestPipeline pipeline) {
    expect(
        pipeline,
        new World()
            .then(campaign(noonPlus(-600), 0, false))
            .then(campaign(noonPlus(300), 3600, true))
            .then(campaign(noonPlus(900), 10, true))
            .then(click("c", noonPlus(200)))
            .then(order("inactive", noonPlus(299)))
            .then(order("active", noonPlus(300)))
            .then(order("still", noonPlus(899)))
            .then(order("window too short", noonPlus(900)))
            .watermark(noonPlus(950))
            .then(
                campaign(
                    noonPlus(300), 1, false)) // It arrives too late to apply to orders in the past.
            .watermark(noonPlus(1000)),
        "inactive placed -",
        "active placed c",
        "still placed c",
        "window too short placed -");
  }

  @Test
  void forgetsTouchesThatCanNotWin(TestPipeline pipeline) {
    PipelineResult result =
        expect(
            pipeline,
            new World()
                .then(click("1"))
                .then(click("2", noonPlus(1)))
                .then(impression("3", noonPlus(2)))
                .watermark(NOON.plus(HOUR.multipliedBy(2)))
                .then(order("o", NOON.plus(HOUR.multipliedBy(2))))
                .watermark(NOON.plus(Duration.standardDays(1))),
            "o placed 2");
    assertThat(counter(result, "touches_forgotten")).isEqualTo(3);
  }

  private static CampaignVersion campaign(Instant from, long windowSeconds, boolean active) {
    Duration window = Duration.standardSeconds(windowSeconds);
    return new CampaignVersion(
        "campaign-1", from, window, window, 0, active, from.minus(CampaignVersion.LEAD));
  }

  private static PipelineResult expect(TestPipeline pipeline, World world, String... attributed) {
    PAssert.that(attributed(pipeline, world)).containsInAnyOrder(attributed);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  private static PCollection<String> attributed(TestPipeline pipeline, World world) {
    return world
        .attributedBy(RULES, pipeline)
        .apply(
            "AsText", MapElements.into(TypeDescriptors.strings()).via(AttributeOrdersTest::text));
  }

  private static String text(AttributedOrder attributed) {
    String touch =
        attributed.credits().isEmpty() ? "-" : attributed.credits().get(0).touch().eventId();
    return String.join(" ", attributed.order().getOrderId(), attributed.order().getStatus(), touch);
  }
}
