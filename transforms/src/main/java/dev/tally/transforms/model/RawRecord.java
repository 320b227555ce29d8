package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code RawRecord} is one Kafka record as it was read: its position, its broker time, and its
 * unchanged value.
 *
 * <p>A null payload is a Kafka null value that is not a heartbeat. The payload must not be
 * modified.
 */
@AutoValue
@DefaultCoder(RawRecordCoder.class)
public abstract class RawRecord {
  /** The piece of a record that is no piece of another one. */
  public static final int WHOLE = 0;

  /**
   * Creates a record without a claimed time.
   *
   * @param region the job's name for the region of the Kafka cluster that the record was read from
   */
  public static RawRecord of(
      String region,
      String topic,
      int partition,
      long offset,
      Instant brokerTime,
      byte @Nullable [] payload) {
    return new AutoValue_RawRecord(
        region, topic, partition, offset, WHOLE, brokerTime, null, payload);
  }

  /**
   * Returns this record with the timestamp that its producer set, for a record whose timestamp the
   * broker did not set.
   *
   * @param claimed the timestamp that the producer set
   */
  public RawRecord withClaimedTime(Instant claimed) {
    return new AutoValue_RawRecord(
        getRegion(),
        getTopic(),
        getPartition(),
        getOffset(),
        getPiece(),
        getBrokerTime(),
        claimed,
        getPayload());
  }

  /**
   * Returns a piece of this record, for a format that makes several records of one.
   *
   * @param piece the number of the piece, from 1
   * @param payload a value from which the format makes this piece again
   */
  public RawRecord piece(int piece, byte[] payload) {
    return new AutoValue_RawRecord(
        getRegion(),
        getTopic(),
        getPartition(),
        getOffset(),
        piece,
        getBrokerTime(),
        getClaimedTime(),
        payload);
  }

  /** Returns the job's name for the region that the record was read in, for example {@code eu}. */
  public abstract String getRegion();

  public abstract String getTopic();

  public abstract int getPartition();

  public abstract long getOffset();

  /**
   * Returns the number of this piece of the record, from 1; {@link #WHOLE} for a whole record.
   * Topic, partition, offset and piece identify a record.
   */
  public abstract int getPiece();

  /**
   * Returns the only "now" that a verdict may use. In a raw topic it is the highest timestamp of
   * the partition's records up to this one; timestamps that the producer set in a live topic are
   * excluded. In a topic that Tally writes it is the timestamp of the record.
   */
  public abstract Instant getBrokerTime();

  /**
   * Returns the timestamp of a record of a live topic if its producer set it; null for all other
   * records.
   */
  public abstract @Nullable Instant getClaimedTime();

  @SuppressWarnings("mutable")
  public abstract byte @Nullable [] getPayload();

  /**
   * Returns the position of the record, for example {@code eu/ad-events-3@1207}, or {@code
   * eu/ad-events-3@1207#2} for its second piece; never its payload.
   */
  @Override
  public final String toString() {
    String whole = getRegion() + "/" + getTopic() + "-" + getPartition() + "@" + getOffset();
    return getPiece() == WHOLE ? whole : whole + "#" + getPiece();
  }
}
