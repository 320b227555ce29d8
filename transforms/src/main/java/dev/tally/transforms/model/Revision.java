package dev.tally.transforms.model;

import static com.google.common.base.Preconditions.checkArgument;

import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a record has come: 63 bits, the generation in the top 6 and below it a number that only
 * grows with what the record holds. The highest wins.
 *
 * <p>The revision of a minute is the number of its events and of its repeat clicks. What has all of
 * both is above all that has less, and there is one such record. On the way there two runs may
 * count them in another order: then records of one UUID and one revision may differ, and a higher
 * one follows.
 */
public final class Revision {
  /** The largest generation. */
  public static final int MAX_GENERATION = 63;

  /** The longest window of a touch: what fits its bits of a revision. */
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

  /** The generation, or an {@link IllegalArgumentException} that says what is wrong with it. */
  public static int checkGeneration(int generation) {
    checkArgument(
        generation >= 0 && generation <= MAX_GENERATION,
        "generation must be from 0 to %s, is %s",
        MAX_GENERATION,
        generation);
    return generation;
  }

  /**
   * The revision of an ad metric. A sum beyond 57 bits stays at the maximum and never reaches the
   * bits of the generation.
   */
  public static long ofAdMetric(int generation, long impressions, long clicks, long repeatClicks) {
    long progress = capped(capped(capped(impressions) + capped(clicks)) + capped(repeatClicks));
    return ((long) checkGeneration(generation) << PROGRESS_BITS) + progress;
  }

  /**
   * The revision of the credit of an order that one touch has, or none: a click before an
   * impression, the later touch, the larger fingerprint.
   *
   * <p>Layout below the generation, from the top: closed (cancelled or refunded as a whole) 1 bit,
   * accepted records of the order beyond the first 9, click 1, nearness of the touch 33,
   * fingerprint 12, details present 1. Nearness is 2^33 − 1 minus the milliseconds from the touch
   * to the order; more than {@link #MAX_WINDOW} between them does not occur. A closed order has no
   * touch.
   */
  public static long ofCredit(int generation, OrderProgress order, @Nullable Touch touch) {
    long progress = ofOrder(order);
    if (!order.closed() && touch != null) {
      long before = order.orderTime().getMillis() - touch.time().getMillis();
      long nearness = (1L << NEARNESS_BITS) - 1 - before;
      checkArgument(
          before >= 0 && nearness > 0, "a touch must be 0 to 99 days before, is %s ms", before);
      progress += touch.isClick() ? CLICK : 0;
      progress += nearness << NEARNESS_SHIFT;
      progress += (long) touch.fingerprint() << DETAILS_BITS;
    }
    return ((long) checkGeneration(generation) << PROGRESS_BITS) + progress;
  }

  /**
   * The revision of the credit of an order that several touches share: the more touches it has, the
   * higher.
   *
   * <p>Layout below the generation, from the top: closed 1 bit, accepted records beyond the first
   * 9, touches 46, details present 1.
   *
   * @param touches how many there are within the windows, those that are left out included
   */
  public static long ofSharedCredit(int generation, OrderProgress order, long touches) {
    long shared = order.closed() ? 0 : Math.min(touches, MAX_TOUCHES) << DETAILS_BITS;
    return ((long) checkGeneration(generation) << PROGRESS_BITS) + ofOrder(order) + shared;
  }

  private static long ofOrder(OrderProgress order) {
    return (order.closed() ? CLOSED : 0) + ((long) order.recordsBeyondFirst() << RECORDS_SHIFT);
  }

  /** The revision of an attributed order: above that of the same credit without details. */
  static long withDetails(long creditRevision, boolean present) {
    return present ? creditRevision | 1 : creditRevision;
  }

  private static long capped(long count) {
    checkArgument(count >= 0, "a count is never negative, is %s", count);
    return Math.min(count, MAX_PROGRESS);
  }
}
