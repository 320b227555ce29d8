package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;
import java.util.UUID;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.joda.time.Instant;

/**
 * What one ad did in one minute, so far: a cumulative record. Of the records with one record UUID
 * the one with the highest revision holds, whatever the order of arrival.
 */
@AutoValue
@DefaultCoder(AdMetricCoder.class)
public abstract class AdMetric {
  public static Builder builder() {
    return new AutoValue_AdMetric.Builder();
  }

  public abstract UUID getRecordUuid();

  public abstract long getRevision();

  public abstract String getRegion();

  public abstract String getAdId();

  public abstract String getCampaignId();

  public abstract String getStoreId();

  /** The start of the minute, by event time. */
  public abstract Instant getMinute();

  public abstract long getImpressions();

  /** All clicks, the repeated ones among them. */
  public abstract long getClicks();

  /** Those of the clicks that are repeats so far; none unless a double-click window is set. */
  public abstract long getRepeatClicks();

  /** The sum of what the events cost, repeats too, in millionths of the currency unit. */
  public abstract long getSpendMicros();

  /**
   * The latest broker time of the events counted. It is the timestamp of the Kafka record, not a
   * wire field.
   */
  public abstract Instant getBrokerTime();

  public abstract Builder toBuilder();

  /** Gathers the fields of a metric. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setRecordUuid(UUID recordUuid);

    public abstract Builder setRevision(long revision);

    public abstract Builder setRegion(String region);

    public abstract Builder setAdId(String adId);

    public abstract Builder setCampaignId(String campaignId);

    public abstract Builder setStoreId(String storeId);

    public abstract Builder setMinute(Instant minute);

    public abstract Builder setImpressions(long impressions);

    public abstract Builder setClicks(long clicks);

    public abstract Builder setRepeatClicks(long repeatClicks);

    public abstract Builder setSpendMicros(long spendMicros);

    public abstract Builder setBrokerTime(Instant brokerTime);

    public abstract AdMetric build();
  }
}
