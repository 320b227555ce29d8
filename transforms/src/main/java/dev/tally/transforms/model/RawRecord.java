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
  public static RawRecord of(
      String topic, int partition, long offset, Instant brokerTime, byte @Nullable [] payload) {
    return new AutoValue_RawRecord(topic, partition, offset, brokerTime, payload);
  }

  public abstract String getTopic();

  public abstract int getPartition();

  public abstract long getOffset();

  /** The Kafka record's timestamp: the only "now" that a verdict may look at. */
  public abstract Instant getBrokerTime();

  @SuppressWarnings("mutable")
  public abstract byte @Nullable [] getPayload();

  /** Where the record stood, for example {@code ad-events-3@1207}; never its payload. */
  @Override
  public final String toString() {
    return getTopic() + "-" + getPartition() + "@" + getOffset();
  }
}
