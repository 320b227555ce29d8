package dev.tally.bench;

import dev.tally.transforms.model.Order;

/** An order as a Flink POJO, with the result of its attribution. */
@SuppressWarnings("NullAway.Init") // Flink sets the fields.
public final class OrderPojo {
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

  static OrderPojo of(Order order) {
    OrderPojo pojo = new OrderPojo();
    pojo.orderId = order.getOrderId();
    pojo.userId = order.getUserId();
    pojo.storeId = order.getStoreId();
    pojo.status = order.getStatus();
    pojo.currency = order.getCurrency();
    pojo.region = order.getRegion();
    pojo.amountMicros = order.getAmountMicros();
    pojo.time = order.getOrderTime().getMillis();
    pojo.brokerTime = order.getBrokerTime().getMillis();
    pojo.eventId = "";
    return pojo;
  }

  boolean isCancelled() {
    return status.equals(Order.CANCELLED);
  }
}
