package dev.tally.transforms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.ReadableStates;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * State, timers and output of one key in memory, for a case that no runner reproduces: when a
 * worker receives a new value of a side input, and what is waiting at that moment.
 */
public final class InMemory {
  private InMemory() {}

  /** Counts how often it is read. */
  public static final class Bag<T> implements BagState<T> {
    private final List<T> values = new ArrayList<>();
    private int reads;

    /** The reads since the last call. */
    public int takeReads() {
      int taken = reads;
      reads = 0;
      return taken;
    }

    public Bag<T> copy() {
      Bag<T> copy = new Bag<>();
      copy.values.addAll(values);
      return copy;
    }

    @Override
    public Iterable<T> read() {
      reads++;
      return List.copyOf(values);
    }

    @Override
    public void add(T value) {
      values.add(value);
    }

    @Override
    public void clear() {
      values.clear();
    }

    @Override
    public ReadableState<Boolean> isEmpty() {
      throw new UnsupportedOperationException();
    }

    @Override
    public BagState<T> readLater() {
      return this;
    }
  }

  public static final class Value<T> implements ValueState<T> {
    private T value;

    public Value<T> copy() {
      Value<T> copy = new Value<>();
      copy.value = value;
      return copy;
    }

    @Override
    public T read() {
      return value;
    }

    @Override
    public void write(T written) {
      value = written;
    }

    @Override
    public void clear() {
      value = null;
    }

    @Override
    public ValueState<T> readLater() {
      return this;
    }
  }

  /** Supports what attribution needs: to get, put and remove single entries. */
  public static final class Entries<K, V> implements MapState<K, V> {
    private final Map<K, V> entries = new HashMap<>();

    public int size() {
      return entries.size();
    }

    /** Returns a copy with copies of the values. */
    public Entries<K, V> copy(UnaryOperator<V> copyOf) {
      Entries<K, V> copy = new Entries<>();
      entries.forEach((key, value) -> copy.put(key, copyOf.apply(value)));
      return copy;
    }

    @Override
    public ReadableState<V> get(K key) {
      return ReadableStates.immediate(entries.get(key));
    }

    @Override
    public ReadableState<V> getOrDefault(K key, V other) {
      return ReadableStates.immediate(entries.getOrDefault(key, other));
    }

    @Override
    public void put(K key, V value) {
      entries.put(key, value);
    }

    @Override
    public void remove(K key) {
      entries.remove(key);
    }

    @Override
    public void clear() {
      entries.clear();
    }

    @Override
    public ReadableState<V> computeIfAbsent(K key, Function<? super K, ? extends V> value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReadableState<Iterable<K>> keys() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReadableState<Iterable<V>> values() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReadableState<Iterable<Map.Entry<K, V>>> entries() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReadableState<Boolean> isEmpty() {
      throw new UnsupportedOperationException();
    }
  }

  /** Records whether it is set. A test that lets it fire clears it. */
  public static final class OneTimer implements Timer {
    private boolean set;
    private Instant time;
    private Instant watermark;

    /** Returns the event time for which it was set last. */
    public Instant time() {
      return time;
    }

    public boolean isSet() {
      return set;
    }

    public boolean take() {
      boolean was = set;
      set = false;
      return was;
    }

    /** Advances the watermark, and clears the timer if that makes it fire. */
    public boolean takeAt(Instant newWatermark) {
      watermark = newWatermark;
      return set && !time.isAfter(newWatermark) && take();
    }

    public OneTimer copy() {
      OneTimer copy = new OneTimer();
      copy.set = set;
      copy.time = time;
      return copy;
    }

    @Override
    public void set(Instant newTime) {
      set = true;
      time = newTime;
    }

    @Override
    public void setRelative() {
      set = true;
    }

    @Override
    public void clear() {
      set = false;
    }

    @Override
    public Timer offset(Duration offset) {
      return this;
    }

    @Override
    public Timer align(Duration period) {
      return this;
    }

    @Override
    public Timer withOutputTimestamp(Instant outputTime) {
      return this;
    }

    @Override
    public Timer withNoOutputTimestamp() {
      return this;
    }

    @Override
    public Instant getCurrentRelativeTime() {
      return watermark;
    }
  }

  public static final class Outputs implements DoFn.MultiOutputReceiver {
    private final Map<TupleTag<?>, Output<?>> byTag = new HashMap<>();

    @Override
    @SuppressWarnings("unchecked")
    public <T> Output<T> get(TupleTag<T> tag) {
      return (Output<T>) byTag.computeIfAbsent(tag, t -> new Output<T>());
    }

    @Override
    public <T> DoFn.OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
      throw new UnsupportedOperationException();
    }
  }

  public static final class Output<T> implements DoFn.OutputReceiver<T> {
    private final List<TimestampedValue<T>> given = new ArrayList<>();

    /** Returns what was emitted since the last call. */
    public List<TimestampedValue<T>> take() {
      List<TimestampedValue<T>> taken = List.copyOf(given);
      given.clear();
      return taken;
    }

    @Override
    public void output(T value) {
      outputWithTimestamp(value, Instant.EPOCH);
    }

    @Override
    public void outputWithTimestamp(T value, Instant timestamp) {
      given.add(TimestampedValue.of(value, timestamp));
    }

    @Override
    public OutputBuilder<T> builder(T value) {
      throw new UnsupportedOperationException();
    }
  }
}
