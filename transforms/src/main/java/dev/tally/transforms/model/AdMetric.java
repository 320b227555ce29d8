package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;
import java.util.UUID;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.joda.time.Instant;

/**
 * An {@code AdMetric} holds the cumulative counts of one ad in one minute of event time. Of the
 * records with the same record UUID, the one with the highest revision wins, in whatever order they
 * arrive.
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

  /** Returns the start of the minute, in event time. */
  public abstract Instant getMinute();

  /** Returns the sums over the counted events. */
  public abstract MeasureSums getSums();

  /**
   * Returns the latest broker time of the counted events or, if a restatement has replaced the
   * counts, its time. In Kafka it is the timestamp of the record and not a field of the value.
   */
  public abstract Instant getBrokerTime();

  public abstract Builder toBuilder();

  /** Builds an {@link AdMetric}. All fields are required. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setRecordUuid(UUID recordUuid);

    public abstract Builder setRevision(long revision);

    public abstract Builder setRegion(String region);

    public abstract Builder setAdId(String adId);

    public abstract Builder setCampaignId(String campaignId);

    public abstract Builder setStoreId(String storeId);

    public abstract Builder setMinute(Instant minute);

    public abstract Builder setSums(MeasureSums sums);

    public abstract Builder setBrokerTime(Instant brokerTime);

    public abstract AdMetric build();
  }
}
