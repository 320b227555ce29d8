package dev.tally.io.kafka;

import java.util.List;

/**
 * What is deleted of one partition: everything before an offset.
 *
 * @param start offset of the first record that is there
 * @param keptFrom offset of the first record that is kept; {@code start} if nothing is deleted
 * @param end offset after the last record
 * @param reason why the records from there on are kept, e.g. {@code "read by consumer group
 *     tally-union up to there"}
 */
public record PrunedPartition(
    String topic, int partition, long start, long keptFrom, long end, String reason) {
  /** Records and transaction markers that are deleted. */
  public long deleted() {
    return keptFrom - start;
  }

  /** E.g. {@code ad-metrics-3}. */
  public String name() {
    return topic + "-" + partition;
  }

  /** The offsets that a partition has. */
  record Extent(String topic, int partition, long start, long end) {}

  /**
   * Deletes what is old enough and what all readers have read.
   *
   * @param old offset of the first record that is too young; {@code end} if there is none
   */
  static PrunedPartition of(Extent extent, long old, List<NeededFrom> readers) {
    long keptFrom = Math.min(old, extent.end());
    String reason = keptFrom < extent.end() ? "younger than --keep" : "not written yet";
    for (NeededFrom reader : readers) {
      long needed = reader.in(extent.partition());
      if (needed < keptFrom) {
        keptFrom = needed;
        reason = "not read by " + reader.reader();
      }
    }
    return new PrunedPartition(
        extent.topic(),
        extent.partition(),
        extent.start(),
        Math.max(extent.start(), keptFrom),
        extent.end(),
        reason);
  }
}
