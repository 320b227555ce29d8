package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** An {@code AdEvent} is one impression or click, as the ad server reported it. */
@AutoValue
@DefaultCoder(AdEventCoder.class)
public abstract class AdEvent {
  /** The region of counts over all regions. A raw event with this region is rejected. */
  public static final String ALL_REGIONS = "*";

  public static Builder builder() {
    return new AutoValue_AdEvent.Builder().setCostMicros(0);
  }

  /** Returns the ad server's id of this event; all copies of one event have the same id. */
  public abstract String getEventId();

  public abstract EventType getEventType();

  /** Returns when the event happened, by the device's clock. */
  public abstract Instant getEventTime();

  public abstract String getAdId();

  public abstract String getCampaignId();

  public abstract String getStoreId();

  public abstract String getUserId();

  /** Returns the region in which the event was first received, for example {@code us-east}. */
  public abstract String getRegion();

  /** Returns what the event costs the advertiser, in millionths of the currency unit. */
  public abstract long getCostMicros();

  /**
   * Returns the broker time of this copy of the event: in a raw topic the highest timestamp of the
   * partition's records up to this one, in a topic that Tally writes the timestamp of the record.
   */
  public abstract Instant getBrokerTime();

  /** Returns why the event is invalid traffic by itself; null if it is not. */
  public abstract @Nullable InvalidReason getInvalidReason();

  /** Returns true if the event is invalid traffic by itself. */
  public final boolean isInvalid() {
    return getInvalidReason() != null;
  }

  public abstract Builder toBuilder();

  /** Builds an {@link AdEvent}. All fields are required except the cost and the reason. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setEventId(String eventId);

    public abstract Builder setEventType(EventType eventType);

    public abstract Builder setEventTime(Instant eventTime);

    public abstract Builder setAdId(String adId);

    public abstract Builder setCampaignId(String campaignId);

    public abstract Builder setStoreId(String storeId);

    public abstract Builder setUserId(String userId);

    public abstract Builder setRegion(String region);

    public abstract Builder setCostMicros(long costMicros);

    public abstract Builder setBrokerTime(Instant brokerTime);

    /** Default: null. */
    public abstract Builder setInvalidReason(@Nullable InvalidReason reason);

    public abstract AdEvent build();
  }
}
