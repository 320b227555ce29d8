package dev.tally.transforms.dedup;

import java.util.function.Predicate;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The state of one bucket, which outlives a start of the job. */
interface BucketState {
  /** What is remembered of an event; null if nothing is. */
  @Nullable Seen seen(Fingerprint id);

  void remember(Fingerprint id, Seen seen);

  /** Forgets the events that the predicate is true for and returns how many they were. */
  int forgetIf(Predicate<Seen> predicate);

  /** The bucket's clock; null if the bucket was never used. */
  @Nullable BucketClock clock();

  void setClock(BucketClock clock);

  /** Sets the bucket's only timer, in event time. */
  void sweepAt(Instant time);
}
