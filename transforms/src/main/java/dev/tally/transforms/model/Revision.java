package dev.tally.transforms.model;

import static com.google.common.base.Preconditions.checkArgument;

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

  private static final int PROGRESS_BITS = 57;
  private static final long CANCELLED = 1L << (PROGRESS_BITS - 1);
  private static final long CLICK = 1L << (PROGRESS_BITS - 2);
  private static final int DETAILS_BITS = 1;
  private static final int TIME_SHIFT = Touch.FINGERPRINT_BITS + DETAILS_BITS;
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
   * The revision of an ad metric. A sum beyond 57 bits stands still rather than leak into the
   * generation.
   */
  public static long ofAdMetric(int generation, long impressions, long clicks, long repeatClicks) {
    long progress = capped(capped(capped(impressions) + capped(clicks)) + capped(repeatClicks));
    return ((long) checkGeneration(generation) << PROGRESS_BITS) + progress;
  }

  /**
   * The revision of the credit of an order that one touch has, or none: a click before an
   * impression, the later touch, the larger fingerprint.
   *
   * <p>Layout below the generation, from the top: cancelled 1 bit, click 1, touch time 42,
   * fingerprint 12, details present 1. A cancelled order has no touch.
   */
  public static long ofCredit(int generation, boolean cancelled, @Nullable Touch touch) {
    long progress = cancelled ? CANCELLED : 0;
    if (!cancelled && touch != null) {
      progress += touch.isClick() ? CLICK : 0;
      progress += touch.time().getMillis() << TIME_SHIFT;
      progress += (long) touch.fingerprint() << DETAILS_BITS;
    }
    return ((long) checkGeneration(generation) << PROGRESS_BITS) + progress;
  }

  /** The revision of the credit of an order that several touches share: the more, the higher. */
  public static long ofSharedCredit(int generation, boolean cancelled, int touches) {
    long progress = cancelled ? CANCELLED : (long) touches << DETAILS_BITS;
    return ((long) checkGeneration(generation) << PROGRESS_BITS) + progress;
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
