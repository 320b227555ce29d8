package dev.tally.io.kafka;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times that a reader commits beside a partition's offset, as the offset's metadata, so that
 * anybody can see how far it is: {@code "1;brokerTime;watermark"}, epoch milliseconds.
 *
 * @param brokerTime the running maximum of broker time
 * @param watermark of the partition
 */
public record CommittedTimes(long brokerTime, long watermark) {
  private static final String VERSION = "1";
  private static final Pattern FORM = Pattern.compile(VERSION + ";(-?\\d{1,18});(-?\\d{1,18})");

  static CommittedTimes of(PartitionProgress progress) {
    return new CommittedTimes(progress.brokerTime(), progress.watermark());
  }

  String encode() {
    return VERSION + ";" + brokerTime + ";" + watermark;
  }

  /**
   * Reads the metadata of a committed offset; empty if it was not written by a reader of Tally,
   * e.g. when somebody has reset the group's offsets.
   */
  public static Optional<CommittedTimes> parse(String metadata) {
    Matcher matcher = FORM.matcher(metadata);
    return matcher.matches()
        ? Optional.of(
            new CommittedTimes(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }
}
