package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import java.util.List;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.ValueState;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the attribution state of a user at a store in the Beam state cells of its key, during one
 * call of the {@code DoFn}. It reads the head once; {@link #save} writes it once, if it changed.
 */
final class BeamAttributionState {
  private final ValueState<AttributionHead> stored;
  private final MapState<Integer, List<Touch>> touchBlocks;
  private final ValueState<HourCounts> forgotten;
  private final MapState<String, KeptOrder> orders;
  private final MapState<Integer, List<OrderRef>> orderBlocks;

  private final HeadCell<Directory<Touch>> touches = new HeadCell<>();
  private final HeadCell<Directory<OrderRef>> refs = new HeadCell<>();
  private final HeadCell<Late> late = new HeadCell<>();
  private final HeadCell<Instant> dueAt = new HeadCell<>();
  private final HeadCell<Instant> sweepAt = new HeadCell<>();
  private boolean changed;

  BeamAttributionState(
      ValueState<AttributionHead> stored,
      MapState<Integer, List<Touch>> touchBlocks,
      ValueState<HourCounts> forgotten,
      MapState<String, KeptOrder> orders,
      MapState<Integer, List<OrderRef>> orderBlocks) {
    this.stored = stored;
    this.touchBlocks = touchBlocks;
    this.forgotten = forgotten;
    this.orders = orders;
    this.orderBlocks = orderBlocks;
    AttributionHead head = stored.read();
    if (head != null) {
      touches.value = head.touches();
      refs.value = head.refs();
      late.value = head.late();
      dueAt.value = head.dueAt();
      sweepAt.value = head.sweepAt();
    }
  }

  /**
   * Returns a view under these rules.
   *
   * @param leftOut called for each touch that is not counted, see {@link TouchHistory}
   */
  AttributionState by(AttributionRules rules, Runnable leftOut) {
    TouchOrder order = TouchOrder.of(rules.strategy());
    return new AttributionState(
        rules,
        new TouchHistory(
            rules,
            new SortedBlocks<>(order, touches, new Entries<>(touchBlocks)),
            new Cell<>(forgotten),
            leftOut),
        new HeldOrders(
            new Entries<>(orders),
            new SortedBlocks<>(OrderRef.ORDER, refs, new Entries<>(orderBlocks))),
        late);
  }

  /** The time for which the timer for due orders is set. */
  ValueState<Instant> dueAt() {
    return dueAt;
  }

  /** The time for which the timer for sweeps is set. */
  ValueState<Instant> sweepAt() {
    return sweepAt;
  }

  void save() {
    if (!changed) {
      return;
    }
    Directory<Touch> touched = touches.value == null ? Directory.empty() : touches.value;
    Directory<OrderRef> ordered = refs.value == null ? Directory.empty() : refs.value;
    boolean isEmpty =
        touched.entries().isEmpty()
            && ordered.entries().isEmpty()
            && late.value == null
            && dueAt.value == null
            && sweepAt.value == null;
    if (isEmpty) {
      stored.clear();
    } else {
      stored.write(new AttributionHead(touched, ordered, late.value, dueAt.value, sweepAt.value));
    }
  }

  private final class HeadCell<T> implements StateCell<T>, ValueState<T> {
    private @Nullable T value;

    @Override
    public @Nullable T read() {
      return value;
    }

    @Override
    public HeadCell<T> readLater() {
      return this;
    }

    @Override
    public void write(T written) {
      value = written;
      changed = true;
    }

    @Override
    public void clear() {
      value = null;
      changed = true;
    }
  }

  private record Cell<T>(ValueState<T> state) implements StateCell<T> {
    @Override
    public @Nullable T read() {
      return state.read();
    }

    @Override
    public void write(T value) {
      state.write(value);
    }

    @Override
    public void clear() {
      state.clear();
    }
  }

  private record Entries<K, V>(MapState<K, V> state) implements StateMap<K, V> {
    @Override
    public @Nullable V get(K key) {
      return state.get(key).read();
    }

    @Override
    public void put(K key, V value) {
      state.put(key, value);
    }

    @Override
    public void remove(K key) {
      state.remove(key);
    }
  }
}
