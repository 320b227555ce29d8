package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderAges;
import dev.tally.transforms.model.Touch;
import dev.tally.transforms.model.Verdict;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Measures the state reads and the time that a user with very many touches and 50 orders costs. */
class HotUserTest {
  private static final int ORDERS = 50;
  private static final int LATE = 200;

  /** The state of one key, and the rules of the job that reads it. */
  private static final class Key {
    private final StoredKey stored = new StoredKey();
    private AttributionRules rules;

    Key(AttributionRules rules) {
      this.rules = rules;
    }

    AttributionState held() {
      return stored.by(rules);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LAST_TOUCH", "LINEAR"})
  void costsNoMorePerTouchAndOrder_whenItHasFiftyTimesTheTouches(Strategy strategy) {
    int few = readsPerLateTouch(strategy, 1_000);
    int some = readsPerLateTouch(strategy, 10_000);
    int many = readsPerLateTouch(strategy, 50_000);
    assertThat(some).isLessThanOrEqualTo(few + 5);
    assertThat(many).isLessThanOrEqualTo(few + 5);
  }

  /** Stored times are absolute: the ages of the job that reads them apply. */
  @Test
  void appliesOtherAgesToWhatWasKept_afterARestore() {
    Key key = new Key(rules(HOUR.multipliedBy(6), HOUR.multipliedBy(20)));
    key.held().add(touch("before", NOON));
    key.held().add(new OrderRecord(order("o", NOON.plus(HOUR)), "us"), NOON);
    Instant now = NOON.plus(HOUR.multipliedBy(3));
    assertThat(key.held().takeDue(now)).hasSize(1);

    key.rules = rules(HOUR, HOUR.multipliedBy(20));
    assertThat(key.held().nextSweep(now)).isBetween(now, now.plus(HOUR.multipliedBy(2)));
    key.held().sweep(now);
    assertThat(key.stored.orders.get("o").phase()).isEqualTo(KeptOrder.Phase.DECIDED);

    key.rules = rules(HOUR.multipliedBy(6), HOUR.multipliedBy(6));
    key.held().sweep(now);
    Order refund = order("o", NOON.plus(HOUR)).toBuilder().setStatus("partial_refund").build();
    KeptOrder after =
        ((Verdict.Accepted<KeptOrder>) key.held().add(new OrderRecord(refund, "us"), now)).value();
    assertThat(key.held().emitIfChanged(after))
        .singleElement()
        .satisfies(due -> assertThat(due.touches()).containsExactly(touch("before", NOON)));

    key.rules = rules(HOUR, HOUR);
    key.held().sweep(now);
    assertThat(key.stored.orders.size()).isZero();
    assertThat(key.stored.refs.read()).isNull();
  }

  private static AttributionRules rules(Duration maxEventAge, Duration maxRefundAge) {
    return new AttributionRules(
        Strategy.LAST_TOUCH,
        HOUR.multipliedBy(24),
        HOUR,
        new AttributionLimits(new OrderAges(maxEventAge, maxRefundAge), 1_000),
        0);
  }

  private static int readsPerLateTouch(Strategy strategy, int touches) {
    Key key =
        new Key(
            new AttributionRules(
                strategy, HOUR.multipliedBy(24), HOUR, AttributionLimits.defaults(), 0));
    long apart = HOUR.getMillis() * 2 / touches;
    for (int i = 0; i < touches; i++) {
      key.held().add(touch("t" + i, NOON.plus(Duration.millis(i * apart))));
    }
    Instant end = NOON.plus(HOUR.multipliedBy(2));
    for (int i = 0; i < ORDERS; i++) {
      Order placed = order("o" + i, end.minus(Duration.millis(i)));
      key.held().add(new OrderRecord(placed, "us"), NOON);
    }
    long started = System.nanoTime();
    assertThat(key.held().takeDue(end.plus(Duration.millis(1)))).hasSize(ORDERS);
    long perOrder = (System.nanoTime() - started) / ORDERS;
    key.stored.touchBlocks.takeReads();
    started = System.nanoTime();
    for (int i = 0; i < LATE; i++) {
      assertThat(key.held().add(touch("late" + i, end.minus(Duration.millis(100 + i))))).isTrue();
    }
    long perLate = (System.nanoTime() - started) / LATE;
    int reads = key.stored.touchBlocks.takeReads() / LATE;
    started = System.nanoTime();
    assertThat(key.held().takeDue(end.plus(Duration.millis(2)))).hasSize(ORDERS);
    long review = System.nanoTime() - started;
    System.out.printf(
        "%s, %,d touches, %d orders: %,d us per order, %,d us per late touch (%d block reads),"
            + " %,d us to attribute all orders again%n",
        strategy, touches, ORDERS, perOrder / 1_000, perLate / 1_000, reads, review / 1_000);
    return reads;
  }

  private static Touch touch(String id, Instant time) {
    return Touch.of(click(id, time));
  }
}
