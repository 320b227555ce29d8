package dev.tally.io.kafka;

/**
 * The times that a reader commits beside a partition's offset, as the offset's metadata, so that
 * anybody can see how far it is: {@code "1;brokerTime;watermark"}, epoch milliseconds.
 *
 * @param brokerTime the running maximum of broker time
 * @param watermark of the partition
 */
public record CommittedTimes(long brokerTime, long watermark) {
  private static final String VERSION = "1";

  static CommittedTimes of(PartitionProgress progress) {
    return new CommittedTimes(progress.brokerTime(), progress.watermark());
  }

  String encode() {
    return VERSION + ";" + brokerTime + ";" + watermark;
  }

  /**
   * Reads the metadata of a committed offset.
   *
   * @throws IllegalArgumentException if it was not written by a reader of Tally
   */
  public static CommittedTimes parse(String metadata) {
    String[] parts = metadata.split(";", -1);
    if (parts.length != 3 || !parts[0].equals(VERSION)) {
      throw new IllegalArgumentException(
          "Not committed by Tally: the metadata of the offset is '%s'".formatted(metadata));
    }
    return new CommittedTimes(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }
}
