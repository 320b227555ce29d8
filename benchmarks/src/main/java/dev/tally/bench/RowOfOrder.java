package dev.tally.bench;

import dev.tally.transforms.model.Order;

/** An order as a Flink POJO, with the result of its attribution. */
@SuppressWarnings("NullAway.Init") // Flink sets the fields.
public final class RowOfOrder {
  public String orderId;
  public String userId;
  public String storeId;
  public String status;
  public String currency;
  public String region;
  public long amountMicros;
  public long time;
  public long brokerTime;

  /** True if the order has been emitted. */
  public boolean due;

  /** The revision of the record emitted last. */
  public long revision;

  /** The event id of the touch to which the order is credited; empty if there is none. */
  public String eventId;

  static RowOfOrder of(Order order) {
    RowOfOrder row = new RowOfOrder();
    row.orderId = order.getOrderId();
    row.userId = order.getUserId();
    row.storeId = order.getStoreId();
    row.status = order.getStatus();
    row.currency = order.getCurrency();
    row.region = order.getRegion();
    row.amountMicros = order.getAmountMicros();
    row.time = order.getOrderTime().getMillis();
    row.brokerTime = order.getBrokerTime().getMillis();
    row.eventId = "";
    return row;
  }

  boolean isCancelled() {
    return status.equals(Order.CANCELLED);
  }
}
