package dev.tally.transforms.model;

import static com.google.common.base.Preconditions.checkArgument;

import org.joda.time.Instant;

/**
 * An {@code OrderProgress} holds the facts about an order that its revision is computed from.
 *
 * @param orderTime when the order was placed
 * @param closed whether the order is cancelled or fully refunded
 * @param recordsBeyondFirst how many records of the order were accepted after the first one; at
 *     most {@link #MAX_RECORDS} − 1
 */
public record OrderProgress(Instant orderTime, boolean closed, int recordsBeyondFirst) {
  /** The maximum number of records of one order. */
  public static final int MAX_RECORDS = 512;

  public OrderProgress {
    checkArgument(
        recordsBeyondFirst >= 0 && recordsBeyondFirst < MAX_RECORDS,
        "an order must have 1 to %s records, but has %s",
        MAX_RECORDS,
        recordsBeyondFirst + 1L);
  }
}
