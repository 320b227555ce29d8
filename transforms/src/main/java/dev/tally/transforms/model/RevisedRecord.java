package dev.tally.transforms.model;

import java.util.Arrays;
import java.util.Objects;
import org.joda.time.Instant;

/**
 * A record of a topic that Tally wrote, of which only the id and the revision are looked at. Of the
 * records with one record UUID the one with the highest revision holds.
 *
 * @param recordUuid its text form: 36 characters, lower case
 * @param brokerTime the Kafka record's timestamp
 * @param payload the whole Kafka value, untouched; whoever holds it must not change it
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look into it.
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

  /** Id and revision; never the payload. */
  @Override
  public String toString() {
    return recordUuid + "@" + revision;
  }
}
