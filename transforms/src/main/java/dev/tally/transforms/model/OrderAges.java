package dev.tally.transforms.model;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.Serializable;
import org.joda.time.Duration;

/**
 * {@code OrderAges} are the maximum times from the time of an order to the broker times of its
 * records, inclusive. Cleansing rejects later records. Attribution remembers an order for {@code
 * maxRefundAge}; a cancellation or a refund of the whole order that arrives after that is processed
 * without the earlier records.
 *
 * @param maxEventAge for the order and its lines, and for touches; longer than zero
 * @param maxRefundAge for refunds of an amount; at least {@code maxEventAge}
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

  /** Returns the default ages: six hours and seven days. */
  public static OrderAges defaults() {
    return new OrderAges(Duration.standardHours(6), Duration.standardDays(7));
  }

  /** Returns the maximum age of a record with this status. */
  public Duration of(OrderStatus status) {
    return switch (status) {
      case PLACED -> maxEventAge;
      case PARTIALLY_REFUNDED -> maxRefundAge;
      case REFUNDED, CANCELLED -> MAX_CLOSING_AGE;
    };
  }
}
