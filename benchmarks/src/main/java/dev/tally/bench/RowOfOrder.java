package dev.tally.bench;

import dev.tally.transforms.model.Order;

/** An order as Flink likes it, and what has become of it. */
@SuppressWarnings("NullAway.Init") // Flink fills them.
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

  /** Whether it has been given out. */
  public boolean due;

  /** Of what was given out last. */
  public long revision;

  /** Of the touch that earned it; empty if none did. */
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
