package dev.tally.operations.restate;

import static com.google.common.base.Preconditions.checkArgument;

import org.joda.time.Instant;

/**
 * A range of whole minutes of event time.
 *
 * @param from the start of the first minute
 * @param to the end, exclusive, of the last minute
 */
public record MinuteRange(Instant from, Instant to) {
  private static final long MINUTE_MILLIS = 60_000;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it is empty, or does not begin and end with a minute
   */
  public MinuteRange {
    checkArgument(from.isBefore(to), "--from=%s must be before --to=%s", from, to);
    checkWhole("from", from);
    checkWhole("to", to);
  }

  private static void checkWhole(String option, Instant time) {
    checkArgument(
        Math.floorMod(time.getMillis(), MINUTE_MILLIS) == 0,
        "--%s=%s is not the start of a minute: counts are kept by minute, so write a time such as"
            + " 2026-03-01T12:34:00Z",
        option,
        time);
  }

  boolean contains(Instant minute) {
    return !minute.isBefore(from) && minute.isBefore(to);
  }

  @Override
  public String toString() {
    return "%s to %s".formatted(from, to);
  }
}
