package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.joda.time.Instant;

/**
 * A record of an order of a user at a store, as the store reported it: the order or one of its
 * lines, a refund or the cancellation. Also what all records of an order say together, see {@link
 * AttributedOrder}.
 */
@AutoValue
@DefaultCoder(OrderCoder.class)
public abstract class Order {
  /** The status of a cancelled order. */
  public static final String CANCELLED = "cancelled";

  public static Builder builder() {
    return new AutoValue_Order.Builder().setLineId("").setRefundId("");
  }

  /** The store's id of the order, the same on every record of it. */
  public abstract String getOrderId();

  public abstract String getUserId();

  public abstract String getStoreId();

  /** When the order was placed, by the store's clock. */
  public abstract Instant getOrderTime();

  /** One of the spellings of {@link OrderStatus}; its wire name once the record was accepted. */
  public abstract String getStatus();

  /**
   * In millionths of the currency unit: of a line its amount, of a refund what was paid back, of an
   * attributed order what is left.
   */
  public abstract long getAmountMicros();

  /** An ISO 4217 code, for example {@code USD}. */
  public abstract String getCurrency();

  /** Where the order was first received, for example {@code us-east}. */
  public abstract String getRegion();

  /** When a broker took this record. */
  public abstract Instant getBrokerTime();

  /** The id of the line; empty if the order has one line. */
  public abstract String getLineId();

  /** The id of the refund; empty if the order, or the line, has one refund. */
  public abstract String getRefundId();

  public final boolean isCancelled() {
    return getStatus().equals(CANCELLED);
  }

  /** True if it is cancelled or was paid back as a whole. */
  public final boolean isClosed() {
    OrderStatus status = OrderStatus.of(getStatus());
    return status != null && status.isClosing();
  }

  public abstract Builder toBuilder();

  /** Gathers the fields of an order. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setOrderId(String orderId);

    public abstract Builder setUserId(String userId);

    public abstract Builder setStoreId(String storeId);

    public abstract Builder setOrderTime(Instant orderTime);

    public abstract Builder setStatus(String status);

    public abstract Builder setAmountMicros(long amountMicros);

    public abstract Builder setCurrency(String currency);

    public abstract Builder setRegion(String region);

    public abstract Builder setBrokerTime(Instant brokerTime);

    public abstract Builder setLineId(String lineId);

    public abstract Builder setRefundId(String refundId);

    public abstract Order build();
  }
}
