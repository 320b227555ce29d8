package dev.tally.transforms.dedup;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.EventTime;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Verdict;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An {@code IdBucket} is one bucket at one watermark. It decides whether an arriving event is new,
 * a copy or neither, and forgets ids that can have no more copies.
 *
 * <p>State: {@link BucketState}, which {@link #save} writes. Every instant in it is absolute, so
 * that a job that is restored with another {@code maxEventAge} applies it from then on.
 */
final class IdBucket {
  private final Horizon horizon;
  private final BucketState state;
  private final Instant watermark;
  private final @Nullable BucketHead stored;
  private final RememberedIds ids;
  private BucketClock clock;

  /**
   * Updates the bucket's clock to the options of this start of the job. A bucket must be opened,
   * and saved, at each start before the watermark advances.
   */
  IdBucket(Horizon horizon, BucketState state, IdIndexes indexes, Instant watermark) {
    this.horizon = horizon;
    this.state = state;
    this.watermark = watermark;
    this.stored = state.head();
    this.clock = horizon.clock(stored == null ? null : stored.clock(), watermark);
    this.ids =
        new RememberedIds(
            state,
            indexes.of(
                horizon.bucket(),
                state,
                stored == null ? 0 : stored.digest(),
                horizon.sliceMinutes()),
            horizon.sliceMinutes());
  }

  /**
   * Returns how an event relates to the remembered ones: {@link Occurrence#FIRST} if it is new (it
   * is then remembered), or {@link Occurrence#SAME}. The event is rejected if it conflicts with the
   * first copy, or if it cannot be determined whether it is new.
   */
  Verdict<Occurrence> judge(AdEvent event, RawRecord record) {
    EventFingerprint id = EventFingerprint.of(event);
    SeenEvent first = ids.find(id);
    SeenEvent arrived = SeenEvent.of(event, record);
    Occurrence copy = SeenEvent.compare(first, arrived);
    if (first != null && copy == Occurrence.CONFLICTING) {
      return Verdict.refused(
          Reason.CONFLICTING_COPY,
          "event_id: expected the same content as the first copy, which is at "
              + FirstCopy.describe(first.firstCopy(), record));
    }
    if (copy == Occurrence.FIRST) {
      if (!horizon.isOpen(arrived.minute(), clock, watermark)) {
        return Verdict.refused(
            Reason.TOO_OLD,
            "event_time: expected a minute whose ids are still remembered and whose counts are"
                + " still open; this minute was closed under an earlier maxEventAge or watermark");
      }
      ids.add(id, arrived);
    }
    return Verdict.accepted(copy);
  }

  /**
   * Forgets ids that can have no more copies, sets the next sweep, and returns the number of ids
   * forgotten.
   */
  int sweep() {
    int forgotten = ids.forget(minute -> horizon.isForgotten(minute, watermark));
    if (watermark.isBefore(EventTime.END)) {
      clock = clock.withNextSweep(horizon.sweepAfter(watermark));
    }
    return forgotten;
  }

  /** Stores all changes. */
  void save() {
    ids.save();
    BucketHead head = new BucketHead(clock, ids.digest());
    if (!head.equals(stored)) {
      state.setHead(head);
    }
    if (stored == null || !clock.equals(stored.clock())) {
      state.sweepAt(clock.nextSweep());
    }
  }
}
