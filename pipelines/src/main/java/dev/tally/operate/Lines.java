package dev.tally.operate;

import java.util.Objects;
import java.util.OptionalLong;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of files are sent, and up to which time readers advance after them.
 *
 * @param skipped the first lines of the file, which are not sent
 * @param from epoch ms of the first line that is sent; null for all
 * @param to epoch ms before which the last line is
 * @param end epoch ms until which nothing more comes
 */
record Lines(long skipped, @Nullable Long from, long to, long end) {
  static final Lines ALL = new Lines(0, null, Long.MAX_VALUE, Long.MIN_VALUE);
  private static final Duration CLOSING = Duration.standardMinutes(1);

  Lines until(Instant time) {
    return new Lines(skipped, from, to, time.getMillis());
  }

  Lines between(Instant first, Instant before) {
    return new Lines(skipped, first.getMillis(), before.getMillis(), Long.MIN_VALUE);
  }

  Lines skipping(long first) {
    return new Lines(first, from, to, end);
  }

  boolean has(EventFile.Line line) {
    if (line.number() <= skipped) {
      return false;
    }
    if (from == null) {
      return true;
    }
    long time = Objects.requireNonNull(line.brokerTime(), "only a .tsv has times");
    return time >= from && time < to;
  }

  /**
   * The watermark to which readers advance after the lines.
   *
   * @param last broker time of the last line that was sent; empty if none was
   */
  OptionalLong closingTime(OptionalLong last, Duration expectedDelay) {
    if (from != null) {
      return OptionalLong.of(to - expectedDelay.getMillis());
    }
    if (last.isEmpty() && end == Long.MIN_VALUE) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        Math.max(end, last.isEmpty() ? end : last.getAsLong() + CLOSING.getMillis()));
  }
}
