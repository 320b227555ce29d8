package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.joda.time.Instant;

/**
 * An {@code Order} is one record of an order, as the store reported it: the order or one of its
 * lines, a refund, or the cancellation. In an {@link AttributedOrder} it is the order merged from
 * all its records.
 */
@AutoValue
@DefaultCoder(OrderCoder.class)
public abstract class Order {
  /** The status of a cancelled order. */
  public static final String CANCELLED = "cancelled";

  public static Builder builder() {
    return new AutoValue_Order.Builder().setLineId("").setRefundId("");
  }

  /** Returns the store's id of the order; all records of one order have the same id. */
  public abstract String getOrderId();

  public abstract String getUserId();

  public abstract String getStoreId();

  /** Returns when the order was placed, by the store's clock. */
  public abstract Instant getOrderTime();

  /**
   * Returns the status in one of the spellings of {@link OrderStatus}; in an accepted record it is
   * the wire name of the status.
   */
  public abstract String getStatus();

  /**
   * Returns an amount in millionths of the currency unit: of a line, its amount; of a refund, the
   * amount that was refunded; of an attributed order, the amount that is left after refunds.
   */
  public abstract long getAmountMicros();

  /** Returns the ISO 4217 code of the currency, for example {@code USD}. */
  public abstract String getCurrency();

  /** Returns the region in which the order was first received, for example {@code us-east}. */
  public abstract String getRegion();

  /**
   * Returns the broker time of this record: the highest timestamp of the partition's records up to
   * this one.
   */
  public abstract Instant getBrokerTime();

  /** Returns the id of the line; empty if the order has only one line. */
  public abstract String getLineId();

  /** Returns the id of the refund; empty if the order, or the line, has only one refund. */
  public abstract String getRefundId();

  public final boolean isCancelled() {
    return getStatus().equals(CANCELLED);
  }

  /** Returns true if the order is cancelled or fully refunded. */
  public final boolean isClosed() {
    OrderStatus status = OrderStatus.of(getStatus());
    return status != null && status.isClosing();
  }

  public abstract Builder toBuilder();

  /**
   * Builds an {@link Order}. All fields are required except the line id and the refund id, which
   * are empty by default.
   */
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
