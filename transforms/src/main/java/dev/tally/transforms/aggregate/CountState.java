package dev.tally.transforms.aggregate;

import java.util.Map;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@code CountState} is the state of one {@link CountBucket}. */
interface CountState {
  /** Returns the times of the timers; null if the bucket was never used. */
  @Nullable CountTimers timers();

  void setTimers(CountTimers timers);

  /** Returns what was added to a row since its last metric; null if nothing was. */
  @Nullable PendingCounts pending(MinuteKey row);

  void setPending(MinuteKey row, PendingCounts pending);

  void removePending(MinuteKey row);

  /** Returns all pending counts, as they are at this moment. */
  Map<MinuteKey, PendingCounts> allPending();

  /** Returns the counts of a row in its last metric; null if none was emitted. */
  @Nullable Counts emitted(MinuteKey row);

  void setEmitted(MinuteKey row, Counts counts);

  void removeEmitted(MinuteKey row);

  /** Returns all rows of which a metric was emitted, as they are at this moment. */
  Iterable<MinuteKey> allEmitted();

  /** Sets the timer that calls {@link CountBucket#emitDue}, in event time. */
  void emitDueAt(Instant watermark);

  /** Sets the timer that calls {@link CountBucket#emitPane}, in processing time. */
  void emitPaneLater();

  /** Sets the timer that calls {@link CountBucket#sweep}, in event time. */
  void sweepAt(Instant watermark);
}
