package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka record as it was read: where it stood, when its broker took it, and its value,
 * untouched.
 *
 * <p>A payload of null is a Kafka null value that is no heartbeat. Whoever holds a record must not
 * change its payload.
 */
@AutoValue
@DefaultCoder(RawRecordCoder.class)
public abstract class RawRecord {
  /**
   * A record.
   *
   * @param region that of the Kafka it was read from, by the name that the job knows it by
   */
  public static RawRecord of(
      String region,
      String topic,
      int partition,
      long offset,
      Instant brokerTime,
      byte @Nullable [] payload) {
    return new AutoValue_RawRecord(region, topic, partition, offset, brokerTime, payload);
  }

  /** Where it was read, by the name that the job knows the region by, e.g. {@code "eu"}. */
  public abstract String getRegion();

  public abstract String getTopic();

  public abstract int getPartition();

  public abstract long getOffset();

  /** The Kafka record's timestamp: the only "now" that a verdict may look at. */
  public abstract Instant getBrokerTime();

  @SuppressWarnings("mutable")
  public abstract byte @Nullable [] getPayload();

  /** Where the record stood, for example {@code eu/ad-events-3@1207}; never its payload. */
  @Override
  public final String toString() {
    return getRegion() + "/" + getTopic() + "-" + getPartition() + "@" + getOffset();
  }
}
