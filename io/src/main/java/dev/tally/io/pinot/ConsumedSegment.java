package dev.tally.io.pinot;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A segment that a server builds from a Kafka partition.
 *
 * @param sequence increases with each segment of the partition
 * @param open true if it is still being consumed: until it is committed, its rows may be lost and
 *     read again
 */
record ConsumedSegment(String name, int partition, int sequence, boolean open) {
  /** Matches e.g. {@code ad_metrics__3__17__20260105T0830Z}. */
  private static final Pattern NAME = Pattern.compile(".+__(\\d{1,9})__(\\d{1,9})__[^_]+");

  /** Returns the segment of this name; empty if it was uploaded, e.g. by a backfill. */
  static Optional<ConsumedSegment> of(String name, boolean open) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new ConsumedSegment(
                name, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), open))
        : Optional.empty();
  }

  static ConsumedSegment later(ConsumedSegment one, ConsumedSegment other) {
    return one.sequence >= other.sequence ? one : other;
  }
}
