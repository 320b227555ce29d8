package dev.tally.operations.redrive;

import dev.tally.transforms.model.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it was read from its topic.
 *
 * @param step the step that rejected the record
 * @param reason the name of the reason for the rejection
 * @param record the rejected record; its location identifies the letter
 * @param omittedSha256 the SHA-256 of the payload if the letter does not contain it; null otherwise
 */
public record StoredLetter(
    String step, String reason, RawRecord record, @Nullable String omittedSha256) {
  /** Returns the key of the letter, for example {@code eu/ad-events-3@1207#2}. */
  public String location() {
    return record.toString();
  }

  /** Returns the position of the whole record, for example {@code ad-events-3@1207}. */
  String position() {
    return position(record.getTopic(), record.getPartition(), record.getOffset());
  }

  static String position(String topic, int partition, long offset) {
    return topic + "-" + partition + "@" + offset;
  }
}
