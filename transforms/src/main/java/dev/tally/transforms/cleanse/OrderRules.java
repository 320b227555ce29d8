package dev.tally.transforms.cleanse;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderAges;
import dev.tally.transforms.model.OrderStatus;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.Verdict;
import java.util.regex.Pattern;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code OrderRules} are the rules that a record of an order must follow to be accepted. An
 * accepted record has the wire name of its status, so that the output has one spelling per status.
 *
 * @param ages the maximum ages of the records of an order
 * @param maxClockSkew how far an order time may be after its broker time, inclusive
 * @param placeholders ids that identify nothing: an order id that is one is rejected; a user id
 *     that is one means that the user is unknown
 */
record OrderRules(OrderAges ages, Duration maxClockSkew, PlaceholderIds placeholders)
    implements Rules<Order> {
  /**
   * The maximum amount of one record: the sum of {@code MAX_RECORDS} such amounts fits into 63
   * bits.
   */
  static final long MAX_AMOUNT_MICROS = 10_000_000_000_000_000L;

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final TimeRule TIME = new TimeRule("order_time");

  @Override
  public Instant timeOf(Order order) {
    return order.getOrderTime();
  }

  @Override
  public boolean isOfPlaceholderUser(Order order) {
    return placeholders.contains(order.getUserId());
  }

  @Override
  public Verdict<Order> judge(Order order) {
    Verdict.Refused<Order> rejection = rejectionOfIds(order);
    OrderStatus status = OrderStatus.of(order.getStatus());
    if (rejection == null && status == null) {
      rejection =
          new Verdict.Refused<>(
              Reason.UNKNOWN_STATUS, "status: expected one of: " + OrderStatus.expected());
    }
    if (rejection == null) {
      rejection = rejectionOfValues(order);
    }
    if (rejection != null || status == null) {
      return rejection == null ? Verdict.accepted(order) : rejection;
    }
    return judgeAge(order.toBuilder().setStatus(status.wireName()).build(), status);
  }

  private Verdict.@Nullable Refused<Order> rejectionOfIds(Order order) {
    String[][] ids = {
      {"order_id", order.getOrderId()},
      {"user_id", order.getUserId()},
      {"store_id", order.getStoreId()},
      {"region", order.getRegion()},
      {"line_id", orAny(order.getLineId())},
      {"refund_id", orAny(order.getRefundId())}
    };
    for (String[] id : ids) {
      Verdict.Refused<Order> rejection = IdRule.rejection(id[0], id[1]);
      if (rejection != null) {
        return rejection;
      }
    }
    if (placeholders.contains(order.getOrderId())) {
      return refused(
          Reason.PLACEHOLDER_ID, "order_id: expected an id of one order, not a placeholder");
    }
    return order.getRegion().equals(AdEvent.ALL_REGIONS)
        ? refused(Reason.RESERVED_REGION, "region: expected a region; * is reserved")
        : null;
  }

  /** Replaces an absent optional id by one that follows every rule. */
  private static String orAny(String id) {
    return id.isEmpty() ? "-" : id;
  }

  private static Verdict.@Nullable Refused<Order> rejectionOfValues(Order order) {
    Verdict.Refused<Order> ofTime = TIME.outOfBounds(order.getOrderTime(), order.getBrokerTime());
    if (ofTime != null) {
      return ofTime;
    }
    if (order.getAmountMicros() < 0) {
      return refused(Reason.NEGATIVE_AMOUNT, "amount_micros: expected 0 or more");
    }
    if (order.getAmountMicros() > MAX_AMOUNT_MICROS) {
      return refused(Reason.AMOUNT_TOO_LARGE, "amount_micros: expected at most 10^16");
    }
    return CURRENCY.matcher(order.getCurrency()).matches()
        ? null
        : refused(Reason.UNKNOWN_CURRENCY, "currency: expected three upper-case letters");
  }

  private Verdict<Order> judgeAge(Order order, OrderStatus status) {
    Instant time = order.getOrderTime();
    Instant brokerTime = order.getBrokerTime();
    Verdict.Refused<Order> old = TIME.tooOld(time, brokerTime, ages.of(status));
    if (old != null) {
      return refused(old.reason(), old.detail() + option(status));
    }
    Verdict.Refused<Order> early = TIME.inTheFuture(time, brokerTime, maxClockSkew);
    return early == null ? Verdict.accepted(order) : early;
  }

  /** Returns the option that sets the maximum age, for use in a message. */
  private static String option(OrderStatus status) {
    return switch (status) {
      case PLACED -> " (--maxEventAge)";
      case PARTIALLY_REFUNDED -> " (--maxRefundAge)";
      case REFUNDED, CANCELLED -> "";
    };
  }

  private static Verdict.Refused<Order> refused(Reason reason, String detail) {
    return new Verdict.Refused<>(reason, detail);
  }
}
