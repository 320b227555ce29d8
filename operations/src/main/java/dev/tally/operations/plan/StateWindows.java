package dev.tally.operations.plan;

import java.time.Duration;

/**
 * The times for which the jobs keep state.
 *
 * @param maxEventAge the option of this name: how old an event may be
 * @param clickWindow the option of this name: how long a click may earn credit
 * @param viewWindow the option of this name: how long an impression may earn credit
 * @param inputSpan the broker time that the input covers, for a replay; at most 36,500 days
 */
public record StateWindows(
    Duration maxEventAge, Duration clickWindow, Duration viewWindow, Duration inputSpan) {
  /** The span of an input that does not end. */
  public static final Duration UNLIMITED = InputChecks.LONGEST;

  /**
   * Creates the windows.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public StateWindows {
    InputChecks.range("maxEventAge", maxEventAge);
    InputChecks.range("clickWindow", clickWindow);
    InputChecks.range("viewWindow", viewWindow);
    InputChecks.range("inputSpan", inputSpan);
  }

  /** Returns the seconds of a window, or of the input if that is shorter. */
  double seconds(double windowSeconds) {
    return Math.min(windowSeconds, Seconds.of(inputSpan));
  }
}
