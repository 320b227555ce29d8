package dev.tally.operations;

import java.util.Objects;
import java.util.OptionalLong;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects the lines of a file that are sent, and the time to which readers advance after them.
 *
 * @param skipped number of lines at the start of the file that are not sent
 * @param from lower bound (inclusive) of the broker times sent, epoch ms; null for no bounds
 * @param to upper bound (exclusive) of the broker times sent, epoch ms
 * @param end epoch ms; no record sent later is earlier than this time
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
    long time = Objects.requireNonNull(line.brokerTime(), "only a .tsv file has broker times");
    return time >= from && time < to;
  }

  /**
   * Returns the watermark to which readers advance after the lines.
   *
   * @param last broker time of the last line that was sent; empty if none was sent
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
