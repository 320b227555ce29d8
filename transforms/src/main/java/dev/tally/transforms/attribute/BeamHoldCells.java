package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import java.util.List;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The Beam state cells of a bucket of users and stores. */
record BeamHoldCells(
    MapState<UserStore, AttributionHead> heads,
    MapState<KV<UserStore, Integer>, List<Touch>> touchBlocks,
    MapState<UserStore, HourCounts> forgotten,
    MapState<KV<UserStore, String>, KeptOrder> orders,
    MapState<KV<UserStore, Integer>, List<OrderRef>> orderBlocks,
    ValueState<Agenda> agenda,
    MapState<Integer, List<DueKey>> dueBlocks,
    MapState<SweepPage, List<UserStore>> sweepPages) {
  BucketAgenda openAgenda() {
    return new BucketAgenda(
        new Cell<>(agenda), new Entries<>(dueBlocks), new Entries<>(sweepPages));
  }

  /** The timers of the bucket. */
  record Timers(Timer due, Timer sweep) implements BucketTimers {
    @Override
    public void emitDueAt(Instant watermark) {
      due.set(watermark);
    }

    @Override
    public void sweepAt(Instant watermark) {
      sweep.withNoOutputTimestamp().set(watermark);
    }
  }

  /** A cell with one value. */
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

  /** All entries of a map. */
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

  /** The entry of one key as a cell. */
  record Entry<T>(MapState<UserStore, T> state, UserStore key) implements StateCell<T> {
    @Override
    public @Nullable T read() {
      return state.get(key).read();
    }

    @Override
    public void write(T value) {
      state.put(key, value);
    }

    @Override
    public void clear() {
      state.remove(key);
    }
  }

  /** The entries of one key. */
  record EntriesOf<K, V>(MapState<KV<UserStore, K>, V> state, UserStore key)
      implements StateMap<K, V> {
    @Override
    public @Nullable V get(K part) {
      return state.get(KV.of(key, part)).read();
    }

    @Override
    public void put(K part, V value) {
      state.put(KV.of(key, part), value);
    }

    @Override
    public void remove(K part) {
      state.remove(KV.of(key, part));
    }
  }
}
