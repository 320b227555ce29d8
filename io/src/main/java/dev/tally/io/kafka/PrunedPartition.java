package dev.tally.io.kafka;

import java.util.List;

/**
 * The records that are deleted in one partition: all records before an offset.
 *
 * @param start offset of the first record in the partition
 * @param keptFrom offset of the first record that is kept; {@code start} if nothing is deleted
 * @param end offset after the last record
 * @param reason why the records from {@code keptFrom} are kept, e.g. {@code "not read by consumer
 *     group tally-union"}
 */
public record PrunedPartition(
    String topic, int partition, long start, long keptFrom, long end, String reason) {
  /** Returns the number of records and transaction markers that are deleted. */
  public long deleted() {
    return keptFrom - start;
  }

  /** Returns the partition's name, e.g. {@code ad-metrics-3}. */
  public String name() {
    return topic + "-" + partition;
  }

  /** The offsets of the records in a partition. */
  record Extent(String topic, int partition, long start, long end) {}

  /**
   * Returns the deletion of the records that are old enough and that all readers have read.
   *
   * @param firstYoung offset of the first record that is too young; {@code end} if there is none
   */
  static PrunedPartition of(Extent extent, long firstYoung, List<NeededFrom> readers) {
    long keptFrom = Math.min(firstYoung, extent.end());
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
