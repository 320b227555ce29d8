package dev.tally.transforms.attribute;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.OrderAges;
import java.io.Serializable;

/**
 * {@code AttributionLimits} bound the state and the work of attribution.
 *
 * @param ages how late touches, orders and refunds may arrive
 * @param maxTouches the maximum number of touches that are considered for an order, the latest
 *     ones; at least 1
 */
public record AttributionLimits(OrderAges ages, int maxTouches) implements Serializable {
  /**
   * The largest {@code maxTouches}. With ids of 128 characters, an attributed order with that many
   * touches is shorter than the 4 MiB that its readers accept.
   */
  public static final int MOST_TOUCHES = 2_500;

  public AttributionLimits {
    checkArgument(
        maxTouches >= 1 && maxTouches <= MOST_TOUCHES,
        "maxTouches must be from 1 to %s, is %s",
        MOST_TOUCHES,
        maxTouches);
  }

  /** Returns the default limits: the default ages, 1,000 touches. */
  public static AttributionLimits defaults() {
    return new AttributionLimits(OrderAges.defaults(), 1_000);
  }
}
