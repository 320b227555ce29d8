package dev.tally.transforms.attribute;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.Serializable;
import org.joda.time.Duration;

/**
 * {@code AttributionLimits} bound the state and the work of attribution.
 *
 * @param maxEventAge how late a touch or an order may arrive
 * @param maxRefundAge how long after an order refunds of an amount are accepted; at least {@code
 *     maxEventAge}
 * @param maxTouches the maximum number of touches that are considered for an order, the latest
 *     ones; at least 1
 */
public record AttributionLimits(Duration maxEventAge, Duration maxRefundAge, int maxTouches)
    implements Serializable {
  /**
   * The largest {@code maxTouches}. With ids of 128 characters, an attributed order with that many
   * touches is shorter than the 4 MiB that its readers accept.
   */
  public static final int MOST_TOUCHES = 2_500;

  public AttributionLimits {
    checkArgument(
        maxEventAge.isLongerThan(Duration.ZERO),
        "maxEventAge must be longer than zero, is %s",
        maxEventAge);
    checkArgument(
        !maxRefundAge.isShorterThan(maxEventAge),
        "maxRefundAge must be at least maxEventAge, is %s",
        maxRefundAge);
    checkArgument(
        maxTouches >= 1 && maxTouches <= MOST_TOUCHES,
        "maxTouches must be from 1 to %s, is %s",
        MOST_TOUCHES,
        maxTouches);
  }

  /** Returns the default limits: six hours, seven days, 1,000 touches. */
  public static AttributionLimits defaults() {
    return new AttributionLimits(Duration.standardHours(6), Duration.standardDays(7), 1_000);
  }
}
