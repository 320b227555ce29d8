package dev.tally.transforms.model;

import static com.google.common.base.Preconditions.checkArgument;

import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Computes revisions. A revision is a 63-bit number: the generation in the top 6 bits, and below it
 * a number that only grows with what the record contains. Of the records with the same record UUID,
 * the one with the highest revision wins.
 *
 * <p>The revision of an ad metric is the number of its events plus the numbers of its repeat clicks
 * and invalid events. The record that contains all of them has the highest revision, and there is
 * only one such record. Before it is reached, two runs may count events, repeats and invalid clicks
 * in different orders. Two records can then have the same record UUID and the same revision but
 * different content, and a record with a higher revision always follows.
 */
public final class Revision {
  /** The highest generation. */
  public static final int MAX_GENERATION = 63;

  /**
   * The longest attribution window: the time from a touch to its order must fit into its bits of
   * the revision.
   */
  public static final Duration MAX_WINDOW = Duration.standardDays(90);

  private static final int PROGRESS_BITS = 57;
  private static final long CLOSED = 1L << (PROGRESS_BITS - 1);
  private static final int RECORDS_BITS = 9;
  private static final int RECORDS_SHIFT = PROGRESS_BITS - 1 - RECORDS_BITS;
  private static final long CLICK = 1L << (RECORDS_SHIFT - 1);
  private static final int DETAILS_BITS = 1;
  private static final int NEARNESS_BITS = 33;
  private static final int NEARNESS_SHIFT = Touch.FINGERPRINT_BITS + DETAILS_BITS;
  private static final long MAX_TOUCHES = (1L << (RECORDS_SHIFT - DETAILS_BITS)) - 1;
  private static final long MAX_PROGRESS = (1L << PROGRESS_BITS) - 1;

  private Revision() {}

  /**
   * Returns the generation unchanged.
   *
   * @throws IllegalArgumentException if the generation is not from 0 to {@link #MAX_GENERATION}
   */
  public static int checkGeneration(int generation) {
    checkArgument(
        generation >= 0 && generation <= MAX_GENERATION,
        "generation must be from 0 to %s, is %s",
        MAX_GENERATION,
        generation);
    return generation;
  }

  /** Returns the generation that a revision contains. */
  public static int generationOf(long revision) {
    return (int) (revision >>> PROGRESS_BITS);
  }

  /**
   * Returns the revision of an ad metric: the sum of its impressions, clicks and repeat clicks, and
   * of every other measure that can change alone. A sum that needs more than 57 bits is capped at
   * the maximum, so that it never overflows into the bits of the generation.
   */
  public static long ofAdMetric(int generation, MeasureSums sums) {
    long progress = 0;
    for (MetricMeasure measure : MetricMeasure.values()) {
      if (measure.isInRevision()) {
        progress = capped(progress + capped(sums.get(measure)));
      }
    }
    return ((long) checkGeneration(generation) << PROGRESS_BITS) + progress;
  }

  /**
   * Returns the revision of an order that is credited to one touch or none. A click results in a
   * higher revision than an impression. Of two touches of the same type, the later one results in
   * the higher revision; at the same time, the one with the larger fingerprint does.
   *
   * <p>Layout below the generation, from the top: closed (cancelled or fully refunded): 1 bit;
   * number of accepted records of the order after the first one: 9 bits; click: 1 bit; nearness of
   * the touch: 33 bits; fingerprint: 12 bits; details present: 1 bit. Nearness is 2^33 − 1 minus
   * the milliseconds from the touch to the order, which are never more than {@link #MAX_WINDOW}.
   * The revision of a closed order ignores the touch.
   */
  public static long ofCredit(int generation, OrderProgress order, @Nullable Touch touch) {
    long progress = ofOrder(order);
    if (!order.closed() && touch != null) {
      long before = order.orderTime().getMillis() - touch.time().getMillis();
      long nearness = (1L << NEARNESS_BITS) - 1 - before;
      checkArgument(
          before >= 0 && nearness > 0,
          "a touch must be 0 to 99 days before its order, is %s ms before it",
          before);
      progress += touch.isClick() ? CLICK : 0;
      progress += nearness << NEARNESS_SHIFT;
      progress += (long) touch.fingerprint() << DETAILS_BITS;
    }
    return ((long) checkGeneration(generation) << PROGRESS_BITS) + progress;
  }

  /**
   * Returns the revision of an order whose credit several touches can share. It grows with the
   * number of touches.
   *
   * <p>Layout below the generation, from the top: closed: 1 bit; number of accepted records of the
   * order after the first one: 9 bits; number of touches: 46 bits; details present: 1 bit.
   *
   * @param touches the number of touches within the windows, including those that are left out
   */
  public static long ofSharedCredit(int generation, OrderProgress order, long touches) {
    long shared = order.closed() ? 0 : Math.min(touches, MAX_TOUCHES) << DETAILS_BITS;
    return ((long) checkGeneration(generation) << PROGRESS_BITS) + ofOrder(order) + shared;
  }

  /**
   * Returns the revision of the spend of a campaign: the broker time up to which records were
   * counted, in milliseconds.
   */
  public static long ofCampaignSpend(int generation, Instant countedTo) {
    return ((long) checkGeneration(generation) << PROGRESS_BITS) + capped(countedTo.getMillis());
  }

  /**
   * Returns the revision of the reach of a campaign. It is a function of the set of users: it grows
   * with each user who changes the sketch of the set, and it does not depend on the order of the
   * events or on repeats.
   */
  public static long ofCampaignReach(int generation, UserSketch users) {
    return ((long) checkGeneration(generation) << PROGRESS_BITS) + users.progress();
  }

  private static long ofOrder(OrderProgress order) {
    return (order.closed() ? CLOSED : 0) + ((long) order.recordsBeyondFirst() << RECORDS_SHIFT);
  }

  /**
   * Returns the revision of an attributed order. With details it is higher than the revision of the
   * same credit without details.
   */
  static long withDetails(long creditRevision, boolean present) {
    return present ? creditRevision | 1 : creditRevision;
  }

  private static long capped(long count) {
    checkArgument(count >= 0, "a count must not be negative, is %s", count);
    return Math.min(count, MAX_PROGRESS);
  }
}
