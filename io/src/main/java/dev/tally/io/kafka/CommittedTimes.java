package dev.tally.io.kafka;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times that a reader commits as metadata of a partition's offset, so that monitoring tools can
 * see how far the reader has progressed. The format is {@code "1;brokerTime;watermark"}, in epoch
 * milliseconds.
 *
 * @param brokerTime the running maximum of broker time
 * @param watermark the watermark of the partition
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
   * Parses the metadata of a committed offset. Returns empty if the metadata was not written by a
   * reader of Tally, e.g. after an operator has reset the offsets of the group.
   */
  public static Optional<CommittedTimes> parse(String metadata) {
    Matcher matcher = FORM.matcher(metadata);
    return matcher.matches()
        ? Optional.of(
            new CommittedTimes(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }
}
