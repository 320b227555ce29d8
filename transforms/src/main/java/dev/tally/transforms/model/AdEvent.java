package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.joda.time.Instant;

/** An ad shown to or tapped by a user, as its device reported it. */
@AutoValue
@DefaultCoder(AdEventCoder.class)
public abstract class AdEvent {
  /** The region of counts over all regions; no event may name it. */
  public static final String ALL_REGIONS = "*";

  public static Builder builder() {
    return new AutoValue_AdEvent.Builder().setCostMicros(0);
  }

  /** The ad server's id of this event, the same on every copy of it. */
  public abstract String getEventId();

  public abstract EventType getEventType();

  /** When it happened, by the device's clock. */
  public abstract Instant getEventTime();

  public abstract String getAdId();

  public abstract String getCampaignId();

  public abstract String getStoreId();

  public abstract String getUserId();

  /** Where the event was first received, for example {@code us-east}. */
  public abstract String getRegion();

  /** What the event costs the advertiser, in millionths of the currency unit. */
  public abstract long getCostMicros();

  /** When a broker took this copy of the event. */
  public abstract Instant getBrokerTime();

  public abstract Builder toBuilder();

  /** Gathers the fields of an event; the cost is 0 unless set. */
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

    public abstract AdEvent build();
  }
}
