package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.EventTime;
import dev.tally.transforms.model.SweepInterval;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code CountBucket} adds up the counts of many rows at one watermark, and decides when the sum
 * of a row is emitted: when its minute ends, some time after the first new event while the minute
 * is open or late, and when the minute closes.
 *
 * <p>A minute closes when the watermark is {@code maxEventAge} after its end. From then on its
 * events are dropped, and its rows are forgotten at the next sweep.
 */
final class CountBucket {
  private static final Duration MILLISECOND = Duration.millis(1);

  private final Duration maxEventAge;
  private final CountState state;
  private final Instant watermark;
  private final @Nullable CountTimers stored;
  private CountTimers timers;

  CountBucket(Duration maxEventAge, CountState state, Instant watermark) {
    this.maxEventAge = maxEventAge;
    this.state = state;
    this.watermark = watermark;
    this.stored = state.timers();
    this.timers = stored == null ? CountTimers.NONE : stored;
  }

  /** Adds counts to a row. Returns false, and adds nothing, if the minute of the row is closed. */
  boolean add(MinuteKey row, Counts counts) {
    if (isClosed(row)) {
      return false;
    }
    PendingCounts before = state.pending(row);
    PendingCounts now = before == null ? new PendingCounts(counts, due(row)) : before.plus(counts);
    state.setPending(row, now);
    if (before == null) {
      schedule(now.due());
    }
    return true;
  }

  private void schedule(Instant due) {
    if (timers.due() == null || due.isBefore(timers.due())) {
      timers = timers.withDue(due);
      state.emitDueAt(due);
    }
    if (!timers.pane()) {
      timers = timers.withPane(true);
      state.emitPaneLater();
    }
    if (timers.sweep() == null) {
      sweepLater();
    }
  }

  /**
   * Passes the sums of all rows that are due at this watermark to {@code out}. A row of a closed
   * minute is due even if its due time is later, because {@code maxEventAge} was longer when its
   * counts were added: its sum must be emitted before it is forgotten.
   */
  void emitDue(BiConsumer<MinuteKey, Counts> out) {
    emitDueRows(out);
    save();
  }

  private void emitDueRows(BiConsumer<MinuteKey, Counts> out) {
    Instant next = emit((row, pending) -> isClosed(row) || !pending.due().isAfter(watermark), out);
    timers = timers.withDue(next);
    if (next != null) {
      state.emitDueAt(next);
    }
  }

  /** Passes the sums of all rows with new counts to {@code out}. */
  void emitPane(BiConsumer<MinuteKey, Counts> out) {
    emit((row, pending) -> true, out);
    timers = timers.withPane(false);
    save();
  }

  /** Emits what is due, forgets the rows of closed minutes, and returns their number. */
  int sweep(BiConsumer<MinuteKey, Counts> out) {
    emitDueRows(out);
    int forgotten = 0;
    boolean isEmpty = true;
    for (MinuteKey row : state.allEmitted()) {
      if (isClosed(row)) {
        state.removeEmitted(row);
        forgotten++;
      } else {
        isEmpty = false;
      }
    }
    timers = timers.withSweep(null);
    if (!isEmpty || timers.due() != null) {
      sweepLater();
    }
    save();
    return forgotten;
  }

  /** Stores for which times the timers are set; to be called after the last {@link #add}. */
  void save() {
    if (!timers.equals(stored)) {
      state.setTimers(timers);
    }
  }

  /** Emits the rows that match, and returns the earliest due time of the others. */
  private @Nullable Instant emit(
      BiPredicate<MinuteKey, PendingCounts> matches, BiConsumer<MinuteKey, Counts> out) {
    Instant earliest = null;
    for (Map.Entry<MinuteKey, PendingCounts> entry : state.allPending().entrySet()) {
      PendingCounts pending = entry.getValue();
      if (matches.test(entry.getKey(), pending)) {
        emit(entry.getKey(), pending.counts(), out);
      } else if (earliest == null || pending.due().isBefore(earliest)) {
        earliest = pending.due();
      }
    }
    return earliest;
  }

  private void emit(MinuteKey row, Counts more, BiConsumer<MinuteKey, Counts> out) {
    Counts before = state.emitted(row);
    Counts sum = before == null ? more : before.plus(more);
    state.setEmitted(row, sum);
    state.removePending(row);
    out.accept(row, sum);
  }

  /** The end of the minute or, if the watermark has passed it, the time at which it closes. */
  private Instant due(MinuteKey row) {
    return row.last().isAfter(watermark)
        ? row.last()
        : EventTime.atMostEnd(closes(row).plus(MILLISECOND));
  }

  private boolean isClosed(MinuteKey row) {
    return closes(row).isBefore(watermark);
  }

  private Instant closes(MinuteKey row) {
    return row.last().plus(maxEventAge);
  }

  private void sweepLater() {
    Instant from = watermark.getMillis() < 0 ? Instant.EPOCH : watermark;
    Instant next = EventTime.atMostEnd(SweepInterval.of(maxEventAge).nextAfter(from));
    if (watermark.isBefore(next)) {
      timers = timers.withSweep(next);
      state.sweepAt(next);
    }
  }
}
