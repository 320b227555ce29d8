package dev.tally.transforms.dedup;

import java.util.Map;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@code BucketState} is the state of one bucket, which is kept when the job is restored. */
interface BucketState {
  /** Returns the bucket's head; null if the bucket was never used. */
  @Nullable BucketHead head();

  void setHead(BucketHead head);

  /** Returns the bytes of an {@link IdPage}; null if there is no page with this number. */
  byte @Nullable [] page(int number);

  /** Returns all pages by their numbers. */
  Iterable<Map.Entry<Integer, byte[]>> pages();

  void setPage(int number, byte[] page);

  void removePage(int number);

  /** Sets the bucket's only timer, in event time. */
  void sweepAt(Instant time);
}
