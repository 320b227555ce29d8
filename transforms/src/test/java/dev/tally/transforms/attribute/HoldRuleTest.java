package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.cancelled;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.Cast.order;
import static dev.tally.transforms.Cast.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.attribute.KeptOrder.Phase;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.EventTime;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderAges;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.Touch;
import java.util.List;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Has one test for each possible course of an order and of a touch. */
class HoldRuleTest {
  private static final Duration MILLISECOND = Duration.millis(1);
  private static final AttributionRules RULES =
      new AttributionRules(
          Strategy.LAST_TOUCH,
          HOUR.multipliedBy(3),
          HOUR.multipliedBy(2),
          new AttributionLimits(new OrderAges(HOUR, HOUR.multipliedBy(20)), 3),
          0);
  private static final Instant TEN_PAST = noonPlus(600);
  private static final Order ORDER = order("o", TEN_PAST);
  private final HeldJob job = HeldJob.atNoon(RULES);

  @Test
  void holdsAnOrder_untilTheWatermarkHasPassedItsTime() {
    job.arrive(ORDER);
    job.arrive(click("c"));
    assertThat(job.jump(TEN_PAST).take()).isEmpty();
    assertThat(touches(job.jump(TEN_PAST.plus(MILLISECOND)).take())).containsExactly("c");
    assertThat(job.kept(ORDER).phase()).isEqualTo(Phase.OPEN);
  }

  @Test
  void emitsAnOrderAtOnce_whenTheWatermarkHasPassedItsTime() {
    job.arrive(click("c"));
    job.jump(TEN_PAST.plus(MILLISECOND));
    job.arrive(ORDER);
    assertThat(touches(job.take())).containsExactly("c");
  }

  @Test
  void holdsAnOrderWhoseTimeTheWatermarkHasJustReached() {
    job.jump(TEN_PAST).arrive(ORDER);
    assertThat(job.take()).isEmpty();
  }

  @Test
  void emitsAnOrderOnce_forAllLateTouchesBeforeTheWatermarkAdvances() {
    job.arrive(ORDER);
    job.jump(noonPlus(700));
    assertThat(touches(job.take())).containsExactly("");
    job.arrive(click("late", noonPlus(1)));
    job.arrive(click("later", noonPlus(2)));
    assertThat(job.take()).isEmpty();
    assertThat(touches(job.jump(noonPlus(701)).take())).containsExactly("later");
    assertThat(job.reviewed()).isEqualTo(1);
  }

  @Test
  void emitsNothing_forATouchThatMayEarnNoOrder() {
    job.arrive(ORDER);
    job.jump(noonPlus(700)).take();
    job.arrive(click("after", TEN_PAST.plus(MILLISECOND)));
    job.arrive(
        impression("too long before", TEN_PAST.minus(RULES.viewWindow()).minus(MILLISECOND)));
    assertThat(job.jump(noonPlus(800)).take()).isEmpty();
  }

  @Test
  void emitsNothingAgain_forACopyOfATouch() {
    job.arrive(click("c"));
    job.arrive(ORDER);
    job.jump(noonPlus(700)).take();
    job.arrive(click("c"));
    assertThat(job.jump(noonPlus(800)).take()).isEmpty();
    assertThat(job.reviewed()).isZero();
  }

  @Test
  void emitsAnOrderForEachRecordThatChangesIt_butNotForCopies() {
    job.jump(noonPlus(700));
    job.arrive(ORDER);
    job.arrive(ORDER.toBuilder().setBrokerTime(noonPlus(900)).build());
    job.arrive(ORDER.toBuilder().setLineId("line").setAmountMicros(10_000).build());
    assertThat(job.take())
        .extracting(due -> due.order().getAmountMicros())
        .containsExactly(990_000L, 1_000_000L);
    assertThat(job.copies()).isEqualTo(1);
  }

  /** The number of records is part of the revision, which must not depend on their order. */
  @Test
  void emitsTheSameRevision_whenTheCancellationArrivesFirst() {
    job.jump(noonPlus(700));
    job.arrive(cancelled(ORDER));
    job.arrive(ORDER);
    assertThat(job.take()).extracting(OrderTouches::recordsBeyondFirst).containsExactly(0, 1);
  }

  @Test
  void rejectsARecordThatContradictsAnAcceptedOne_andKeepsTheOrder() {
    job.jump(noonPlus(700));
    job.arrive(ORDER);
    job.take();
    job.arrive(ORDER.toBuilder().setAmountMicros(1).build());
    assertThat(job.take()).isEmpty();
    assertThat(job.rejected())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getStep()).isEqualTo("AttributeOrders");
              assertThat(letter.getReason()).isEqualTo(Reason.CONFLICTING_COPY);
              assertThat(letter.getRecord().getOffset()).isEqualTo(7);
            });
    assertThat(job.kept(ORDER).merged().getAmountMicros()).isEqualTo(990_000);
  }

  @Test
  void creditsNothing_whenTheOrderIsCancelled_butKeepsItsTouches() {
    job.arrive(click("c"));
    job.arrive(ORDER);
    job.jump(noonPlus(700)).take();
    job.arrive(cancelled(ORDER));
    assertThat(touches(job.take())).containsExactly("");
    job.arrive(click("late", noonPlus(1)));
    assertThat(job.jump(noonPlus(701)).take()).isEmpty();
  }

  @Test
  void keepsTheTouchesOfAnOrder_onceNoOtherCanArrive_andForgetsTheOthers() {
    job.arrive(click("c"));
    job.arrive(ORDER);
    job.jump(noonPlus(700)).take();
    job.jump(NOON.plus(HOUR.multipliedBy(8)));
    assertThat(job.kept(ORDER).phase()).isEqualTo(Phase.DECIDED);
    job.arrive(refund());
    assertThat(touches(job.take())).containsExactly("c");
  }

  @Test
  void isEmpty_onceNoRecordOfTheOrderCanArrive() {
    job.arrive(click("c"));
    job.arrive(ORDER);
    job.jump(TEN_PAST.plus(HOUR.multipliedBy(20)));
    assertThat(job.isEmpty()).isFalse();
    job.jump(TEN_PAST.plus(HOUR.multipliedBy(22)));
    assertThat(job.isEmpty()).isTrue();
  }

  @Test
  void storesNothing_forACancellationOfAnOrderThatWasForgotten() {
    job.jump(NOON.plus(HOUR.multipliedBy(30)));
    job.arrive(cancelled(ORDER));
    assertThat(job.take()).singleElement().matches(due -> due.order().isClosed());
    job.jump(NOON.plus(HOUR.multipliedBy(60)));
    assertThat(job.isEmpty()).isTrue();
  }

  /** A jump of the watermark fires all timers: what is due must be emitted before it is swept. */
  @Test
  void forgetsNothingThatAnOrderNeeds_whenASweepIsBeforeTheDueOrder() {
    StoredKey key = new StoredKey();
    key.rule(RULES, NOON).arrive(new Arrival.OfTouch(Touch.of(click("c"))));
    key.rule(RULES, NOON).arrive(new Arrival.OfOrder(Received.of(ORDER, record("o"))));
    Instant jumped = NOON.plus(HOUR.multipliedBy(9));
    assertThat(key.rule(RULES, jumped).sweep().touches()).isZero();
    assertThat(touches(key.rule(RULES, jumped).due().emitted())).containsExactly("c");
    assertThat(key.rule(RULES, jumped).sweep().touches()).isEqualTo(1);
  }

  @Test
  void sweepsAUserWithFewTouchesAndNoOrder_whenTheWindowOfATouchHasPassed() {
    StoredKey key = new StoredKey();
    Instant forgotten = NOON.plus(RULES.clickWindow());
    assertThat(sweepBy(key, click("c"))).isEqualTo(RULES.sweepAfter(forgotten));
    assertThat(key.by(RULES).nextSweep(NOON)).isEqualTo(RULES.sweepAfter(forgotten));

    key.rule(RULES, NOON).arrive(new Arrival.OfOrder(Received.of(ORDER, record("o"))));
    assertThat(sweepBy(key, click("d"))).isEqualTo(RULES.sweepAfter(NOON));
  }

  @Test
  void sweepsAUserWithManyTouches_whenNoEarlierOrderCanArrive() {
    StoredKey key = new StoredKey();
    for (int i = 0; i < SortedBlocks.MAX_BLOCK; i++) {
      sweepBy(key, click("c" + i));
    }
    assertThat(sweepBy(key, click("one more"))).isEqualTo(RULES.sweepAfter(NOON));
    assertThat(key.by(RULES).nextSweep(NOON)).isEqualTo(RULES.sweepAfter(NOON));
  }

  private static Instant sweepBy(StoredKey key, AdEvent touch) {
    return key.rule(RULES, NOON).arrive(new Arrival.OfTouch(Touch.of(touch))).sweepBy();
  }

  @Test
  void sweepsAtTheNextInterval_whileLateTouchesWaitForTheirReview() {
    StoredKey key = new StoredKey();
    key.late.write(new Late(NOON, TEN_PAST));
    assertThat(key.rule(RULES, noonPlus(700)).sweep())
        .isEqualTo(new HoldRule.Swept(0, noonPlus(900)));
    Instant end = EventTime.END;
    assertThat(key.rule(RULES, end).sweep().next()).as("no timer after the end").isEqualTo(end);
  }

  private static Order refund() {
    return ORDER.toBuilder()
        .setStatus("partially_refunded")
        .setRefundId("refund")
        .setAmountMicros(1)
        .build();
  }

  /** Returns the id of the latest touch of each emitted order, empty if it has none. */
  private static List<String> touches(List<OrderTouches> emitted) {
    return emitted.stream()
        .map(
            due ->
                due.touches().isEmpty()
                    ? ""
                    : due.touches().get(due.touches().size() - 1).eventId())
        .toList();
  }
}
