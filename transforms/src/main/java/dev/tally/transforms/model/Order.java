package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.joda.time.Instant;

/** An order of a user at a store, as the store reported it; or its cancellation. */
@AutoValue
@DefaultCoder(OrderCoder.class)
public abstract class Order {
  /** The status of a cancelled order; with any other the order stands. */
  public static final String CANCELLED = "cancelled";

  public static Builder builder() {
    return new AutoValue_Order.Builder();
  }

  /** The store's id of the order, the same on every copy of it and on its cancellation. */
  public abstract String getOrderId();

  public abstract String getUserId();

  public abstract String getStoreId();

  /** When the order was placed, by the store's clock. */
  public abstract Instant getOrderTime();

  /** What became of the order, for example {@code placed}. */
  public abstract String getStatus();

  /** In millionths of the currency unit. */
  public abstract long getAmountMicros();

  /** An ISO 4217 code, for example {@code USD}. */
  public abstract String getCurrency();

  /** Where the order was first received, for example {@code us-east}. */
  public abstract String getRegion();

  /** When a broker took this copy of the order. */
  public abstract Instant getBrokerTime();

  public final boolean isCancelled() {
    return getStatus().equals(CANCELLED);
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

    public abstract Order build();
  }
}
