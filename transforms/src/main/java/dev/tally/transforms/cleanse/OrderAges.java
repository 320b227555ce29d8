package dev.tally.transforms.cleanse;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.OrderStatus;
import java.io.Serializable;
import org.joda.time.Duration;

/**
 * {@code OrderAges} are the maximum times from the time of an order to the broker times of its
 * records, inclusive.
 *
 * @param maxEventAge for the order and its lines
 * @param maxRefundAge for refunds of an amount; the job remembers the order for this long
 */
public record OrderAges(Duration maxEventAge, Duration maxRefundAge) implements Serializable {
  /** The maximum age of a cancellation or of a refund of the whole order. */
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

  /** Returns the option that sets the limit, for use in a message. */
  String option(OrderStatus status) {
    return switch (status) {
      case PLACED -> " (--maxEventAge)";
      case PARTIALLY_REFUNDED -> " (--maxRefundAge)";
      case REFUNDED, CANCELLED -> "";
    };
  }
}
