package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.attribute.KeptOrder.Phase;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderAges;
import java.util.List;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Checks what happens to orders and touches in the state when the job is restored under other
 * windows, ages and limits. A restore with another strategy is refused by the job's manifest.
 */
class RestoredKeyTest {
  private static final Campaigns NO_CAMPAIGNS =
      Campaigns.of(List.of(), NOON.plus(Duration.standardDays(99)));
  private static final Duration MILLISECOND = Duration.millis(1);
  private static final Instant TWO = NOON.plus(HOUR.multipliedBy(2));
  private static final Order ORDER = order("o", TWO);
  private static final AttributionRules RULES = rules(3, new OrderAges(HOUR, HOUR.multipliedBy(9)));

  @Test
  void appliesOtherWindows_toAnOrderThatWaits() {
    HeldJob job = HeldJob.atNoon(RULES);
    job.arrive(click("c"));
    job.arrive(ORDER);
    HeldJob same = job.restored();
    AttributionRules shorter = rules(1, RULES.limits().ages());
    HeldJob other = job.restored(shorter);
    assertThat(credited(same.jump(TWO.plus(MILLISECOND)), RULES)).containsExactly("c");
    assertThat(credited(other.jump(TWO.plus(MILLISECOND)), shorter)).containsExactly("");
  }

  @Test
  void appliesShorterWindows_toTheTouchesOfADecidedOrder_whenItIsCorrected() {
    HeldJob job = decided("c");
    AttributionRules shorter = rules(1, RULES.limits().ages());
    HeldJob other = job.restored(shorter);
    other.jump(job.watermark()).arrive(refund());
    assertThat(credited(other, shorter)).containsExactly("");
  }

  @Test
  void considersTouchesThatWereKept_underLongerWindows_butNotThoseThatWereForgotten() {
    HeldJob job = HeldJob.atNoon(RULES);
    job.arrive(click("forgotten", NOON.minus(HOUR)));
    job.arrive(click("c"));
    job.jump(NOON.plus(HOUR.multipliedBy(3)).plus(HOUR.dividedBy(2)));
    AttributionRules longer = rules(24, RULES.limits().ages());
    HeldJob other = job.restored(longer);
    other.jump(job.watermark()).arrive(order("o", NOON.plus(HOUR.multipliedBy(4))));
    assertThat(credited(other.jump(NOON.plus(HOUR.multipliedBy(5))), longer)).containsExactly("c");

    other.arrive(order("p", NOON.minus(MILLISECOND)));
    assertThat(credited(other, longer)).containsExactly("");
  }

  @Test
  void doesNotReopenADecidedOrder_underALargerMaxEventAge() {
    HeldJob job = decided("c");
    AttributionRules larger = rules(3, new OrderAges(HOUR.multipliedBy(9), HOUR.multipliedBy(9)));
    HeldJob other = job.restored(larger);
    other.jump(job.watermark());
    other.arrive(click("late", TWO.minus(MILLISECOND)));
    assertThat(other.jump(job.watermark().plus(MILLISECOND)).take()).isEmpty();
    other.arrive(refund());
    assertThat(credited(other, larger)).containsExactly("c");
  }

  @Test
  void correctsAnOpenOrderForLonger_underALargerMaxEventAge() {
    HeldJob job = HeldJob.atNoon(RULES);
    job.arrive(ORDER);
    job.jump(TWO.plus(MILLISECOND)).take();
    AttributionRules larger = rules(3, new OrderAges(HOUR.multipliedBy(9), HOUR.multipliedBy(9)));
    HeldJob other = job.restored(larger);
    Instant later = TWO.plus(HOUR.multipliedBy(8));
    other.jump(later);
    assertThat(other.kept(ORDER).phase()).isEqualTo(Phase.OPEN);
    other.arrive(click("late", TWO.minus(MILLISECOND)));
    assertThat(credited(other.jump(later.plus(MILLISECOND)), larger)).containsExactly("late");
    assertThat(job.jump(later).kept(ORDER).phase()).isEqualTo(Phase.DECIDED);
  }

  @Test
  void decidesAnOpenOrderEarlier_underASmallerMaxEventAge() {
    HeldJob job =
        HeldJob.atNoon(rules(3, new OrderAges(HOUR.multipliedBy(9), HOUR.multipliedBy(9))));
    job.arrive(click("c"));
    job.arrive(ORDER);
    job.jump(TWO.plus(MILLISECOND)).take();
    HeldJob other = job.restored(RULES);
    other.jump(TWO.plus(MILLISECOND)).arrive(click("arms the sweep", TWO.plus(MILLISECOND)));
    other.jump(TWO.plus(HOUR.multipliedBy(2)));
    assertThat(other.kept(ORDER).phase()).isEqualTo(Phase.DECIDED);
    other.arrive(refund());
    assertThat(credited(other, RULES)).containsExactly("c");
  }

  @Test
  void forgetsAnOrderEarlier_underASmallerMaxRefundAge() {
    HeldJob job = decided("c");
    HeldJob other = job.restored(rules(3, new OrderAges(HOUR, HOUR)));
    other.jump(NOON.plus(HOUR.multipliedBy(20)));
    assertThat(other.isEmpty()).isTrue();
  }

  @Test
  void remembersAnOrderForLonger_underALargerMaxRefundAge() {
    HeldJob job = decided("c");
    AttributionRules larger = rules(3, new OrderAges(HOUR, HOUR.multipliedBy(50)));
    HeldJob other = job.restored(larger);
    other.jump(TWO.plus(HOUR.multipliedBy(40))).arrive(refund());
    assertThat(credited(other, larger)).containsExactly("c");
  }

  /**
   * A documented limit: the order was forgotten, so its refund has the revision of a first record,
   * which does not replace the record that was written before.
   */
  @Test
  void writesALowerRevision_forARefundOfAnOrderThatWasForgottenUnderASmallerMaxRefundAge() {
    HeldJob job = HeldJob.atNoon(RULES);
    job.arrive(click("c"));
    job.arrive(ORDER);
    long before =
        RULES.attribute(job.jump(TWO.plus(MILLISECOND)).take().get(0), NO_CAMPAIGNS).revision();
    Instant later = TWO.plus(HOUR.multipliedBy(20));
    assertThat(job.jump(later).isEmpty()).isTrue();
    AttributionRules larger = rules(3, new OrderAges(HOUR, HOUR.multipliedBy(50)));
    HeldJob other = job.restored(larger);
    other.jump(later).arrive(refund());
    AttributedOrder refunded = larger.attribute(other.take().get(0), NO_CAMPAIGNS);
    assertThat(refunded.credits()).isEmpty();
    assertThat(refunded.revision()).isLessThan(before);
  }

  @Test
  void considersFewerTouches_underASmallerMaxTouches_andCountsTheOthersAsLeftOut() {
    HeldJob job = threeTouches(linear(3));
    AttributedOrder before =
        linear(3).attribute(job.jump(TWO.plus(MILLISECOND)).take().get(0), NO_CAMPAIGNS);
    assertThat(ids(before)).isEqualTo("a+b+c");
    HeldJob other = threeTouches(linear(3)).restored(linear(2));
    AttributedOrder after =
        linear(2).attribute(other.jump(TWO.plus(MILLISECOND)).take().get(0), NO_CAMPAIGNS);
    assertThat(ids(after)).isEqualTo("b+c");
    assertThat(after.attribution().touchesLeftOut()).isEqualTo(1);
  }

  @Test
  void considersMoreTouchesThatWereKept_underALargerMaxTouches() {
    HeldJob other = threeTouches(linear(2)).restored(linear(3));
    AttributedOrder after =
        linear(3).attribute(other.jump(TWO.plus(MILLISECOND)).take().get(0), NO_CAMPAIGNS);
    assertThat(ids(after)).isEqualTo("a+b+c");
    assertThat(after.attribution().touchesLeftOut()).isZero();
  }

  /** A documented limit: the touches of a decided order are those under the smaller maximum. */
  @Test
  void keepsTheTouchesOfADecidedOrder_underALargerMaxTouches_andCountsNoneAsLeftOut() {
    HeldJob job = threeTouches(linear(2));
    job.step(NOON.plus(HOUR.multipliedBy(5))).take();
    assertThat(job.kept(ORDER).phase()).isEqualTo(Phase.DECIDED);
    HeldJob other = job.restored(linear(3));
    other.jump(job.watermark()).arrive(refund());
    AttributedOrder after = linear(3).attribute(other.take().get(0), NO_CAMPAIGNS);
    assertThat(ids(after)).isEqualTo("b+c");
    assertThat(after.attribution().touchesLeftOut()).isZero();
  }

  /** A timer that the job before has set fires in the restored job; no other one is needed. */
  @Test
  void emitsAnOrderThatWaits_byTheTimerOfTheJobBefore() {
    HeldJob job = HeldJob.atNoon(RULES);
    job.arrive(ORDER);
    assertThat(job.restored().jump(TWO.plus(MILLISECOND)).take()).hasSize(1);
  }

  private static HeldJob decided(String touch) {
    HeldJob job = HeldJob.atNoon(RULES);
    job.arrive(click(touch));
    job.arrive(ORDER);
    job.step(NOON.plus(HOUR.multipliedBy(5))).take();
    assertThat(job.kept(ORDER).phase()).isEqualTo(Phase.DECIDED);
    return job;
  }

  private static HeldJob threeTouches(AttributionRules rules) {
    HeldJob job = HeldJob.atNoon(rules);
    job.arrive(click("a", noonPlus(1)));
    job.arrive(click("b", noonPlus(2)));
    job.arrive(click("c", noonPlus(3)));
    job.arrive(ORDER);
    return job;
  }

  private static Order refund() {
    return ORDER.toBuilder()
        .setStatus("partially_refunded")
        .setRefundId("refund")
        .setAmountMicros(1)
        .build();
  }

  private static List<String> credited(HeldJob job, AttributionRules rules) {
    return job.take().stream().map(due -> ids(rules.attribute(due, NO_CAMPAIGNS))).toList();
  }

  private static String ids(AttributedOrder order) {
    return String.join("+", order.credits().stream().map(c -> c.touch().eventId()).toList());
  }

  private static AttributionRules rules(int hours, OrderAges ages) {
    return new AttributionRules(
        Strategy.LAST_TOUCH,
        HOUR.multipliedBy(hours),
        HOUR.multipliedBy(hours),
        new AttributionLimits(ages, 1_000),
        0);
  }

  private static AttributionRules linear(int maxTouches) {
    return new AttributionRules(
        Strategy.LINEAR,
        HOUR.multipliedBy(3),
        HOUR.multipliedBy(3),
        new AttributionLimits(RULES.limits().ages(), maxTouches),
        0);
  }
}
