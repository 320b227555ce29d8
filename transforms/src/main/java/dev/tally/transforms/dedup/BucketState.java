package dev.tally.transforms.dedup;

import java.util.function.Predicate;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@code BucketState} is the state of one bucket, which is kept when the job is restored. */
interface BucketState {
  /** Returns what is remembered of an event; null if it is not remembered. */
  @Nullable SeenEvent seen(EventFingerprint id);

  void remember(EventFingerprint id, SeenEvent seen);

  /** Forgets the events that match the predicate and returns their number. */
  int forgetIf(Predicate<SeenEvent> predicate);

  /** Returns the bucket's clock; null if the bucket was never used. */
  @Nullable BucketClock clock();

  void setClock(BucketClock clock);

  /** Sets the bucket's only timer, in event time. */
  void sweepAt(Instant time);
}
