package dev.tally.transforms.cleanse;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.Verdict;
import java.util.regex.Pattern;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules that an order must keep to be attributed. A cancellation carries the time of its order
 * and comes when somebody changes their mind: it may be {@link #MAX_CANCELLATION_AGE} late.
 *
 * @param maxEventAge how long before its broker time an order may have been placed, this long
 *     included
 * @param maxClockSkew how long after its broker time an order may claim to be placed, this long
 *     included
 */
record OrderRules(Duration maxEventAge, Duration maxClockSkew) implements Rules<Order> {
  /** How long after its order a cancellation is taken. */
  static final Duration MAX_CANCELLATION_AGE = Duration.standardDays(90);

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Instant EPOCH = Instant.ofEpochMilli(0);

  @Override
  public Instant timeOf(Order order) {
    return order.getOrderTime();
  }

  @Override
  public Verdict<Order> judge(Order order) {
    if (order.getOrderId().length() > EventRules.MAX_ID_LENGTH) {
      return Verdict.refused(
          Reason.ID_TOO_LONG,
          "order_id: expected at most " + EventRules.MAX_ID_LENGTH + " characters");
    }
    String empty = firstEmpty(order);
    if (empty != null) {
      return Verdict.refused(Reason.EMPTY_ID, empty + ": expected a text that is not empty");
    }
    if (order.getOrderTime().isBefore(EPOCH)
        || !order.getOrderTime().isBefore(EventRules.TIME_LIMIT)) {
      return Verdict.refused(
          Reason.TIME_OUT_OF_BOUNDS, "order_time: expected 0 or more and less than 2^42");
    }
    if (order.getAmountMicros() < 0) {
      return Verdict.refused(Reason.NEGATIVE_AMOUNT, "amount_micros: expected 0 or more");
    }
    if (!CURRENCY.matcher(order.getCurrency()).matches()) {
      return Verdict.refused(
          Reason.UNKNOWN_CURRENCY, "currency: expected three upper-case letters");
    }
    return judgeAge(order);
  }

  private Verdict<Order> judgeAge(Order order) {
    Duration maxAge = order.isCancelled() ? MAX_CANCELLATION_AGE : maxEventAge;
    long ageMillis = order.getBrokerTime().getMillis() - order.getOrderTime().getMillis();
    if (ageMillis > maxAge.getMillis()) {
      return Verdict.refused(
          Reason.TOO_OLD, "order_time: expected at most " + maxAge + " before the broker time");
    }
    if (-ageMillis > maxClockSkew.getMillis()) {
      return Verdict.refused(
          Reason.IN_THE_FUTURE,
          "order_time: expected at most " + maxClockSkew + " after the broker time");
    }
    return Verdict.accepted(order);
  }

  private static @Nullable String firstEmpty(Order order) {
    if (order.getOrderId().isEmpty()) {
      return "order_id";
    }
    if (order.getUserId().isEmpty()) {
      return "user_id";
    }
    if (order.getStoreId().isEmpty()) {
      return "store_id";
    }
    if (order.getStatus().isEmpty()) {
      return "status";
    }
    return order.getRegion().isEmpty() ? "region" : null;
  }
}
