package dev.tally.transforms.cleanse;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.OrderStatus;
import java.io.Serializable;
import org.joda.time.Duration;

/**
 * How long after an order was placed a broker may take its records, inclusive.
 *
 * @param maxEventAge for the order and its lines
 * @param maxRefundAge for refunds of an amount: for this long the job remembers the order
 */
public record OrderAges(Duration maxEventAge, Duration maxRefundAge) implements Serializable {
  /** How long after its order a cancellation or a refund of the whole order is accepted. */
  public static final Duration MAX_CLOSING_AGE = Duration.standardDays(90);

  public OrderAges {
    checkArgument(
        maxEventAge.isLongerThan(Duration.ZERO),
        "maxEventAge must be longer than zero, is %s",
        maxEventAge);
    checkArgument(
        !maxRefundAge.isShorterThan(maxEventAge),
        "maxRefundAge must be at least maxEventAge, is %s",
        maxRefundAge);
  }

  Duration of(OrderStatus status) {
    return switch (status) {
      case PLACED -> maxEventAge;
      case PARTIALLY_REFUNDED -> maxRefundAge;
      case REFUNDED, CANCELLED -> MAX_CLOSING_AGE;
    };
  }

  /** Where the bound comes from, for a person. */
  String option(OrderStatus status) {
    return switch (status) {
      case PLACED -> " (--maxEventAge)";
      case PARTIALLY_REFUNDED -> " (--maxRefundAge)";
      case REFUNDED, CANCELLED -> "";
    };
  }
}
