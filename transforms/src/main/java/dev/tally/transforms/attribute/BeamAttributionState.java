package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the attribution state of a user at a store in the Beam state cells of its bucket, during
 * one call of the {@code DoFn}. It reads the head once; {@link #save} writes it once, if it
 * changed.
 */
final class BeamAttributionState {
  private final UserStore key;
  private final BeamHoldCells cells;
  private final BucketAgenda agenda;

  private final HeadCell<Directory<Touch>> touches = new HeadCell<>();
  private final HeadCell<Directory<OrderRef>> refs = new HeadCell<>();
  private final HeadCell<Late> late = new HeadCell<>();
  private @Nullable Instant dueAt;
  private @Nullable Instant sweepAt;
  private boolean changed;

  BeamAttributionState(UserStore key, BeamHoldCells cells, BucketAgenda agenda) {
    this.key = key;
    this.cells = cells;
    this.agenda = agenda;
    AttributionHead head = cells.heads().get(key).read();
    if (head != null) {
      touches.value = head.touches();
      refs.value = head.refs();
      late.value = head.late();
      dueAt = head.dueAt();
      sweepAt = head.sweepAt();
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
            new SortedBlocks<>(
                order, touches, new BeamHoldCells.EntriesOf<>(cells.touchBlocks(), key)),
            new BeamHoldCells.Entry<>(cells.forgotten(), key),
            leftOut),
        new HeldOrders(
            new BeamHoldCells.EntriesOf<>(cells.orders(), key),
            new SortedBlocks<>(
                OrderRef.ORDER, refs, new BeamHoldCells.EntriesOf<>(cells.orderBlocks(), key))),
        late);
  }

  /** Lists the key as due at this time or earlier; null changes nothing. */
  void dueBy(@Nullable Instant time) {
    if (time != null && (dueAt == null || time.isBefore(dueAt))) {
      agenda.due(key, dueAt, time);
      dueAt = time;
      changed = true;
    }
  }

  /** Lists the key again after it was due; null leaves it out. */
  void nextDue(@Nullable Instant time) {
    dueAt = null;
    changed = true;
    dueBy(time);
  }

  /** Lists the key to be swept at this time or earlier; null changes nothing. */
  void sweepBy(@Nullable Instant time) {
    if (time != null && (sweepAt == null || time.isBefore(sweepAt))) {
      agenda.sweep(key, time);
      sweepAt = time;
      changed = true;
    }
  }

  /** Lists the key again after a sweep; null leaves it out. */
  void nextSweep(@Nullable Instant time) {
    sweepAt = null;
    changed = true;
    sweepBy(time);
  }

  /** Returns true if the key must be swept; it may be listed although it must not. */
  boolean needsSweep(Instant watermark) {
    return sweepAt != null && !sweepAt.isAfter(watermark);
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
            && dueAt == null
            && sweepAt == null;
    if (isEmpty) {
      cells.heads().remove(key);
    } else {
      cells.heads().put(key, new AttributionHead(touched, ordered, late.value, dueAt, sweepAt));
    }
  }

  private final class HeadCell<T> implements StateCell<T> {
    private @Nullable T value;

    @Override
    public @Nullable T read() {
      return value;
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
}
