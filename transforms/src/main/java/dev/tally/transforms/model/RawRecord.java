package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka record as it was read: its position, its broker time, and its unchanged value.
 *
 * <p>A payload of null is a Kafka null value that is no heartbeat. No code may change a payload.
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
    return new AutoValue_RawRecord(region, topic, partition, offset, brokerTime, null, payload);
  }

  /**
   * This record, for one whose timestamp the broker did not set.
   *
   * @param claimed the timestamp that the producer set
   */
  public RawRecord withClaimedTime(Instant claimed) {
    return new AutoValue_RawRecord(
        getRegion(),
        getTopic(),
        getPartition(),
        getOffset(),
        getBrokerTime(),
        claimed,
        getPayload());
  }

  /** The region it was read in, by the job's name for it, e.g. {@code "eu"}. */
  public abstract String getRegion();

  public abstract String getTopic();

  public abstract int getPartition();

  public abstract long getOffset();

  /**
   * The only "now" that a verdict may use: the time at which the broker appended the record; where
   * the broker did not set a time, that of the latest record before it that has one.
   */
  public abstract Instant getBrokerTime();

  /** The timestamp of a record of a live topic that its producer set; null for all others. */
  public abstract @Nullable Instant getClaimedTime();

  @SuppressWarnings("mutable")
  public abstract byte @Nullable [] getPayload();

  /** The position of the record, for example {@code eu/ad-events-3@1207}; never its payload. */
  @Override
  public final String toString() {
    return getRegion() + "/" + getTopic() + "-" + getPartition() + "@" + getOffset();
  }
}
