package dev.tally.transforms.model;

import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An {@code EarliestTimer} is a timer of a key that fires at the earliest time that was requested.
 * A Beam timer alone would fire at the time that was requested last.
 *
 * @param armed the time for which the timer is set; absent if it is not set
 * @param timer the timer, with the output timestamp that it needs
 */
public record EarliestTimer(ValueState<Instant> armed, Timer timer) {
  /** Sets the timer to fire at this time or earlier; null changes nothing. */
  public void fireBy(@Nullable Instant time) {
    Instant earliest = time == null ? null : armed.read();
    if (time != null && (earliest == null || time.isBefore(earliest))) {
      armed.write(time);
      timer.set(time);
    }
  }

  /** Sets the timer again after it has fired; null leaves it unset. */
  public void next(@Nullable Instant time) {
    armed.clear();
    fireBy(time);
  }
}
