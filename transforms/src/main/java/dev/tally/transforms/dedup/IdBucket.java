package dev.tally.transforms.dedup;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.EventTime;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Verdict;
import org.joda.time.Instant;

/**
 * An {@code IdBucket} is one bucket at one watermark. It decides whether an arriving event is new,
 * a copy or neither, and forgets ids that can have no more copies.
 *
 * <p>State: {@link BucketState}. Every instant in it is absolute, so that a job that is restored
 * with another {@code maxEventAge} applies it from then on.
 */
final class IdBucket {
  private final Horizon horizon;
  private final BucketState state;
  private final Instant watermark;

  IdBucket(Horizon horizon, BucketState state, Instant watermark) {
    this.horizon = horizon;
    this.state = state;
    this.watermark = watermark;
  }

  /**
   * Updates the clock to the options of this start of the job. It must be called for every bucket
   * before the watermark advances.
   */
  BucketClock open() {
    BucketClock stored = state.clock();
    BucketClock clock = horizon.clock(stored, watermark);
    if (!clock.equals(stored)) {
      state.setClock(clock);
      state.sweepAt(clock.nextSweep());
    }
    return clock;
  }

  /**
   * Returns how an event relates to the remembered ones: {@link Occurrence#FIRST} if it is new (it
   * is then remembered), or {@link Occurrence#SAME}. The event is rejected if it conflicts with the
   * first copy, or if it cannot be determined whether it is new.
   */
  Verdict<Occurrence> judge(AdEvent event, RawRecord record) {
    EventFingerprint id = EventFingerprint.of(event);
    SeenEvent first = state.seen(id);
    SeenEvent arrived = SeenEvent.of(event, record);
    Occurrence copy = SeenEvent.compare(first, arrived);
    if (first != null && copy == Occurrence.CONFLICTING) {
      return Verdict.refused(
          Reason.CONFLICTING_COPY,
          "event_id: expected the same content as the first copy, which is at "
              + FirstCopy.describe(first.firstCopy(), record));
    }
    if (copy == Occurrence.FIRST) {
      if (!horizon.isOpen(arrived.minute(), open(), watermark)) {
        return Verdict.refused(
            Reason.TOO_OLD,
            "event_time: expected a minute whose ids are still remembered and whose counts are"
                + " still open; this minute was closed under an earlier maxEventAge or watermark");
      }
      state.remember(id, arrived);
    }
    return Verdict.accepted(copy);
  }

  /**
   * Forgets ids that can have no more copies, sets the next sweep, and returns the number of ids
   * forgotten.
   */
  int sweep() {
    BucketClock clock = open();
    int forgotten = state.forgetIf(seen -> horizon.isForgotten(seen.minute(), watermark));
    if (watermark.isBefore(EventTime.END)) {
      Instant next = horizon.sweepAfter(watermark);
      state.setClock(clock.withNextSweep(next));
      state.sweepAt(next);
    }
    return forgotten;
  }
}
