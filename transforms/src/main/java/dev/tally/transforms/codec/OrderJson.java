package dev.tally.transforms.codec;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.Verdict;
import java.util.Set;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the wire format of {@link DefaultNames#ORDERS}, for example {@code
 * {"order_id":"o-1","user_id":"u","store_id":"s","order_time":1509988744999,"status":"placed",
 * "amount_micros":990000,"currency":"USD","region":"us-east"}}. {@code line_id} and {@code
 * refund_id} are optional.
 */
final class OrderJson {
  private static final WireFields FIELDS = new WireFields();
  private static final int ORDER_ID = FIELDS.text("order_id");
  private static final int USER_ID = FIELDS.text("user_id");
  private static final int STORE_ID = FIELDS.text("store_id");
  private static final int ORDER_TIME = FIELDS.integer("order_time", Reason.TIME_OUT_OF_BOUNDS);
  private static final int STATUS = FIELDS.text("status");
  private static final int AMOUNT_MICROS = FIELDS.integer("amount_micros", Reason.WRONG_TYPE);
  private static final int CURRENCY = FIELDS.text("currency");
  private static final int REGION = FIELDS.text("region");
  private static final int LINE_ID = FIELDS.text("line_id");
  private static final int REFUND_ID = FIELDS.text("refund_id");

  private static final String EXPECTED =
      "expected a value; a cancellation or refund must repeat user_id, store_id and order_time"
          + " of the order that it changes";

  private OrderJson() {}

  /** Decodes the order that a Kafka value contains; see {@link WireFormat}. */
  static Verdict<Order> decode(byte @Nullable [] value, int maxBytes, Instant brokerTime) {
    return FlatObject.read(value, maxBytes, FIELDS).then(object -> decode(object, brokerTime));
  }

  private static Verdict<Order> decode(FlatObject object, Instant brokerTime) {
    String absent = object.firstAbsent(Set.of(LINE_ID, REFUND_ID));
    return absent == null
        ? Verdict.accepted(order(object, brokerTime))
        : Verdict.refused(Reason.MISSING_FIELD, absent + ": " + EXPECTED);
  }

  private static Order order(FlatObject object, Instant brokerTime) {
    return Order.builder()
        .setOrderId(object.text(ORDER_ID))
        .setUserId(object.text(USER_ID))
        .setStoreId(object.text(STORE_ID))
        .setOrderTime(Instant.ofEpochMilli(object.integer(ORDER_TIME)))
        .setStatus(object.text(STATUS))
        .setAmountMicros(object.integer(AMOUNT_MICROS))
        .setCurrency(object.text(CURRENCY))
        .setRegion(object.text(REGION))
        .setLineId(object.text(LINE_ID))
        .setRefundId(object.text(REFUND_ID))
        .setBrokerTime(brokerTime)
        .build();
  }
}
