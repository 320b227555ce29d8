package dev.tally.transforms.model;

import java.util.Arrays;
import java.util.Objects;
import org.joda.time.Instant;

/**
 * A {@code RevisedRecord} is a record that Tally wrote to a topic, with only its record UUID and
 * its revision decoded. Of the records with the same record UUID, the one with the highest revision
 * wins.
 *
 * @param recordUuid the record UUID as text: 36 characters, lower case
 * @param brokerTime the timestamp of the Kafka record
 * @param payload the whole, unchanged Kafka value; it must not be modified
 */
@SuppressWarnings("ArrayRecordComponent") // equals compares the content of the array.
public record RevisedRecord(String recordUuid, long revision, Instant brokerTime, byte[] payload) {

  @Override
  public boolean equals(Object other) {
    return other instanceof RevisedRecord that
        && recordUuid.equals(that.recordUuid)
        && revision == that.revision
        && brokerTime.equals(that.brokerTime)
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return Objects.hash(recordUuid, revision);
  }

  /** Returns the record UUID and the revision, never the payload. */
  @Override
  public String toString() {
    return recordUuid + "@" + revision;
  }
}
