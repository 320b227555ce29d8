package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import java.util.List;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.ValueState;
import org.jspecify.annotations.Nullable;

/** Keeps the attribution state of a user at a store in the Beam state cells of its key. */
record BeamAttributionState(
    ValueState<Directory<Touch>> touches,
    MapState<Integer, List<Touch>> touchBlocks,
    ValueState<HourCounts> forgotten,
    MapState<String, KeptOrder> orders,
    ValueState<Directory<OrderRef>> orderRefs,
    MapState<Integer, List<OrderRef>> orderBlocks,
    ValueState<Late> late) {

  /**
   * Returns a view under these rules, for use during one call of the {@code DoFn}.
   *
   * @param leftOut called for each touch that is not counted, see {@link TouchHistory}
   */
  AttributionState by(AttributionRules rules, Runnable leftOut) {
    TouchOrder order = TouchOrder.of(rules.strategy());
    return new AttributionState(
        rules,
        new TouchHistory(
            rules,
            new SortedBlocks<>(order, new Cell<>(touches), new Entries<>(touchBlocks)),
            new Cell<>(forgotten),
            leftOut),
        new HeldOrders(
            new Entries<>(orders),
            new SortedBlocks<>(OrderRef.ORDER, new Cell<>(orderRefs), new Entries<>(orderBlocks))),
        new Cell<>(late));
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
