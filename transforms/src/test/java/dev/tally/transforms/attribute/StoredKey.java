package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The attribution state of one user at one store in memory. */
final class StoredKey {
  final Cell<Directory<Touch>> touches = new Cell<>(DirectoryCoder.ofTouches());
  final Entries<Integer, List<Touch>> touchBlocks = new Entries<>(BlockCoder.ofTouches());
  final Cell<HourCounts> forgotten = new Cell<>(HourCountsCoder.of());
  final Entries<String, KeptOrder> orders = new Entries<>(KeptOrderCoder.of());
  final Cell<Directory<OrderRef>> refs = new Cell<>(DirectoryCoder.ofRefs());
  final Entries<Integer, List<OrderRef>> refBlocks = new Entries<>(BlockCoder.ofRefs());
  final Cell<Late> late = new Cell<>(LateCoder.of());

  /** The number of touches that were not kept because their hour was full. */
  int leftOut;

  /**
   * Returns a view as in one call of the {@code DoFn}: without anything cached from earlier reads.
   */
  AttributionState by(AttributionRules rules) {
    return new AttributionState(
        rules,
        touches(rules),
        new HeldOrders(orders, new SortedBlocks<>(OrderRef.ORDER, refs, refBlocks)),
        late);
  }

  TouchHistory touches(AttributionRules rules) {
    return new TouchHistory(
        rules,
        new SortedBlocks<>(TouchOrder.of(rules.strategy()), touches, touchBlocks),
        forgotten,
        () -> leftOut++);
  }

  HoldRule rule(AttributionRules rules, Instant watermark) {
    return new HoldRule(by(rules), watermark);
  }

  /** Returns true if the key has no state. */
  boolean isEmpty() {
    return touches.value == null
        && touchBlocks.size() == 0
        && forgotten.value == null
        && orders.size() == 0
        && refs.value == null
        && refBlocks.size() == 0
        && late.value == null;
  }

  /** Returns the key as a restored job reads it: from the bytes of a savepoint. */
  StoredKey restored() {
    StoredKey copy = new StoredKey();
    copy.touches.restore(touches);
    copy.touchBlocks.restore(touchBlocks);
    copy.forgotten.restore(forgotten);
    copy.orders.restore(orders);
    copy.refs.restore(refs);
    copy.refBlocks.restore(refBlocks);
    copy.late.restore(late);
    return copy;
  }

  private static <T> T throughBytes(Coder<T> coder, T value) {
    try {
      return CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, value));
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }

  static final class Cell<T> implements StateCell<T> {
    private final Coder<T> coder;
    private @Nullable T value;

    Cell(Coder<T> coder) {
      this.coder = coder;
    }

    private void restore(Cell<T> saved) {
      value = saved.value == null ? null : throughBytes(coder, saved.value);
    }

    @Override
    public @Nullable T read() {
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
  }

  /** Counts how often its entries are read. */
  static final class Entries<K, V> implements StateMap<K, V> {
    private final Coder<V> coder;
    private final Map<K, V> entries = new HashMap<>();
    private int reads;

    Entries(Coder<V> coder) {
      this.coder = coder;
    }

    private void restore(Entries<K, V> saved) {
      saved.entries.forEach((key, value) -> entries.put(key, throughBytes(coder, value)));
    }

    int size() {
      return entries.size();
    }

    /** Returns the number of reads since the last call. */
    int takeReads() {
      int taken = reads;
      reads = 0;
      return taken;
    }

    @Override
    public @Nullable V get(K key) {
      reads++;
      return entries.get(key);
    }

    @Override
    public void put(K key, V value) {
      entries.put(key, value);
    }

    @Override
    public void remove(K key) {
      entries.remove(key);
    }
  }
}
