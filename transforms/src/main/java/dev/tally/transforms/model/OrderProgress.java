package dev.tally.transforms.model;

import static com.google.common.base.Preconditions.checkArgument;

import org.joda.time.Instant;

/**
 * How far an order has come, for its revision.
 *
 * @param orderTime when it was placed
 * @param closed whether it is cancelled or refunded as a whole
 * @param recordsBeyondFirst how many records of it were accepted after the first, at most {@link
 *     #MAX_RECORDS} − 1
 */
public record OrderProgress(Instant orderTime, boolean closed, int recordsBeyondFirst) {
  /** The most records that an order may have. */
  public static final int MAX_RECORDS = 512;

  public OrderProgress {
    checkArgument(
        recordsBeyondFirst >= 0 && recordsBeyondFirst < MAX_RECORDS,
        "an order has 1 to %s records, has %s",
        MAX_RECORDS,
        recordsBeyondFirst + 1L);
  }
}
