package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job that consists of {@link HoldRule} for each key, with state, timers and a watermark, without
 * a runner. It can be stopped with a savepoint and restored with other rules.
 */
final class HeldJob {
  /** Far more than a job of a test needs, so that an endless loop fails. */
  private static final int MAX_FIRED = 10_000;

  private final AttributionRules rules;
  private final Map<String, Key> keys = new TreeMap<>();
  private final List<OrderTouches> emitted = new ArrayList<>();
  private final List<DeadLetter> rejected = new ArrayList<>();
  private Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private int copies;
  private int fired;
  private int reviewed;

  /** The state of a user, and the times for which the two timers are set; null if not set. */
  private static final class Key {
    private StoredKey state = new StoredKey();
    private @Nullable Instant dueAt;
    private @Nullable Instant sweepAt;

    private Key restored() {
      Key copy = new Key();
      copy.state = state.restored();
      copy.dueAt = dueAt;
      copy.sweepAt = sweepAt;
      return copy;
    }

    private @Nullable Instant next() {
      return earlier(dueAt, sweepAt);
    }
  }

  HeldJob(AttributionRules rules) {
    this.rules = rules;
  }

  /**
   * Returns a job that starts from a savepoint of this one. It reads its state from bytes, and its
   * watermark begins at the start of time.
   */
  HeldJob restored(AttributionRules other) {
    HeldJob job = new HeldJob(other);
    keys.forEach((user, key) -> job.keys.put(user, key.restored()));
    return job;
  }

  HeldJob restored() {
    return restored(rules);
  }

  void arrive(AdEvent touch) {
    arrive(touch.getUserId(), new Arrival.OfTouch(Touch.of(touch)));
  }

  void arrive(Order order) {
    RawRecord record = RawRecord.of("us", "orders", 0, 7, order.getBrokerTime(), null);
    arrive(order.getUserId(), new Arrival.OfOrder(Received.of(order, record)));
  }

  void arrive(String user, Arrival arrival) {
    Key key = keys.computeIfAbsent(user, none -> new Key());
    HoldRule.Change change = key.state.rule(rules, watermark).arrive(arrival);
    emitted.addAll(change.emitted());
    copies += change.copies();
    if (change.rejected() != null) {
      rejected.add(change.rejected());
    }
    key.dueAt = earlier(key.dueAt, change.dueBy());
    key.sweepAt = earlier(key.sweepAt, change.sweepBy());
  }

  /** Advances the watermark in one step: each timer that fires sees the new watermark. */
  HeldJob jump(Instant time) {
    watermark = time;
    for (Key key = first(time); key != null; key = first(time)) {
      fire(key);
    }
    return this;
  }

  /** Advances the watermark in the smallest steps: each timer that fires sees its own time. */
  HeldJob step(Instant time) {
    for (Key key = first(time); key != null; key = first(time)) {
      watermark = later(watermark, key.next());
      fire(key);
    }
    watermark = time;
    return this;
  }

  private @Nullable Key first(Instant time) {
    return keys.values().stream()
        .filter(key -> key.next() != null && !key.next().isAfter(time))
        .min(Comparator.comparing(Key::next))
        .orElse(null);
  }

  private void fire(Key key) {
    assertThat(++fired).as("timers that fired").isLessThan(MAX_FIRED);
    HoldRule rule = key.state.rule(rules, watermark);
    if (key.next().equals(key.dueAt)) {
      HoldRule.Due effect = rule.due();
      emitted.addAll(effect.emitted());
      reviewed += effect.reviewed();
      key.dueAt = effect.next();
    } else {
      HoldRule.Swept effect = rule.sweep();
      boolean later = effect.next() == null || effect.next().isAfter(watermark);
      assertThat(later)
          .as("a sweep at %s is not followed by %s", watermark, effect.next())
          .isTrue();
      key.sweepAt = effect.next();
    }
  }

  /** Returns what was emitted since the last call. */
  List<OrderTouches> take() {
    List<OrderTouches> taken = List.copyOf(emitted);
    emitted.clear();
    return taken;
  }

  List<DeadLetter> rejected() {
    return rejected;
  }

  int copies() {
    return copies;
  }

  int reviewed() {
    return reviewed;
  }

  Instant watermark() {
    return watermark;
  }

  /** Returns true if no key has state, and no timer is set. */
  boolean isEmpty() {
    return keys.values().stream().allMatch(key -> key.state.isEmpty() && key.next() == null);
  }

  /** Returns what is kept of an order; null if nothing is. */
  @Nullable KeptOrder kept(Order order) {
    return keys.get(order.getUserId()).state.orders.get(order.getOrderId());
  }

  /** Returns a new job at noon. */
  static HeldJob atNoon(AttributionRules rules) {
    return new HeldJob(rules).jump(NOON);
  }

  private static @Nullable Instant earlier(@Nullable Instant left, @Nullable Instant right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return left.isBefore(right) ? left : right;
  }

  private static Instant later(Instant left, Instant right) {
    return left.isAfter(right) ? left : right;
  }
}
