package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.InMemory;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job that consists of one {@link HoldBucket} with its state, its timers and a watermark, without
 * a runner. It can be stopped with a savepoint and restored with other rules.
 */
final class HeldJob {
  /** Far more than a job of a test needs, so that an endless loop fails. */
  private static final int MAX_FIRED = 10_000;

  private static final String STORE = "store";

  private final AttributionRules rules;
  private final BucketCells cells;
  private final Effects effects = new Effects();
  private final List<KeyedArrival> block = new ArrayList<>();
  private boolean together;
  private Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private int fired;

  HeldJob(AttributionRules rules) {
    this(rules, new BucketCells());
  }

  private HeldJob(AttributionRules rules, BucketCells cells) {
    this.rules = rules;
    this.cells = cells;
  }

  /**
   * Returns a job that starts from a savepoint of this one. It reads its state from bytes, and its
   * watermark begins at the start of time.
   */
  HeldJob restored(AttributionRules other) {
    return new HeldJob(other, cells.restored());
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
    block.add(new KeyedArrival(new UserStore(user, STORE), arrival));
    if (!together) {
      processBlock();
    }
  }

  /** Processes all arrivals of this action in one call. */
  void together(Runnable arrivals) {
    together = true;
    arrivals.run();
    together = false;
    processBlock();
  }

  private void processBlock() {
    HoldBucket bucket = bucket();
    bucket.arrive(block);
    block.clear();
    bucket.save(cells.timers());
  }

  private HoldBucket bucket() {
    return new HoldBucket(rules, cells.all(), watermark, effects);
  }

  /** Advances the watermark in one step: each timer that fires sees the new watermark. */
  HeldJob jump(Instant time) {
    watermark = time;
    while (next() != null && !next().isAfter(time)) {
      fire();
    }
    return this;
  }

  /** Advances the watermark in the smallest steps: each timer that fires sees its own time. */
  HeldJob step(Instant time) {
    while (next() != null && !next().isAfter(time)) {
      watermark = later(watermark, next());
      fire();
    }
    watermark = time;
    return this;
  }

  private @Nullable Instant next() {
    return earlier(timeOf(cells.due), timeOf(cells.sweep));
  }

  private static @Nullable Instant timeOf(InMemory.OneTimer timer) {
    return timer.isSet() ? timer.time() : null;
  }

  private void fire() {
    assertThat(++fired).as("timers that fired").isLessThan(MAX_FIRED);
    HoldBucket bucket = bucket();
    if (next().equals(timeOf(cells.due))) {
      cells.due.take();
      bucket.due();
    } else {
      cells.sweep.take();
      bucket.sweep();
    }
    bucket.save(cells.timers());
  }

  /** Returns what was emitted since the last call. */
  List<OrderTouches> take() {
    List<OrderTouches> taken = List.copyOf(effects.emitted);
    effects.emitted.clear();
    return taken;
  }

  List<DeadLetter> rejected() {
    return effects.rejected;
  }

  int copies() {
    return effects.copies;
  }

  int reviewed() {
    return effects.reviewed;
  }

  Instant watermark() {
    return watermark;
  }

  /** Returns true if no key has state, and no timer is set. */
  boolean isEmpty() {
    return cells.isEmpty() && next() == null;
  }

  /** Returns what is kept of an order; null if nothing is. */
  @Nullable KeptOrder kept(Order order) {
    UserStore key = new UserStore(order.getUserId(), STORE);
    return cells.orders.get(KV.of(key, order.getOrderId())).read();
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

  private static final class Effects implements HoldEffects {
    private final List<OrderTouches> emitted = new ArrayList<>();
    private final List<DeadLetter> rejected = new ArrayList<>();
    private int copies;
    private int reviewed;

    @Override
    public void emitted(OrderTouches due) {
      emitted.add(due);
    }

    @Override
    public void rejected(DeadLetter letter) {
      rejected.add(letter);
    }

    @Override
    public void dropped() {
      copies++;
    }

    @Override
    public void reviewed(int orders) {
      reviewed += orders;
    }

    @Override
    public void forgotten(int touches) {}

    @Override
    public void leftOut() {}
  }
}
