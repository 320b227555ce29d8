package dev.tally.transforms.attribute;

import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An {@code EarliestTimer} is a timer of a key that fires at the earliest time that was requested.
 * A Beam timer alone would fire at the time that was requested last.
 *
 * @param armed the time for which the timer is set; absent if it is not set
 */
record EarliestTimer(ValueState<Instant> armed, Timer timer) {
  /** Sets the timer to fire at this time or earlier. */
  void fireBy(Instant time) {
    Instant earliest = armed.read();
    if (earliest == null || time.isBefore(earliest)) {
      armed.write(time);
      timer.set(time);
    }
  }

  /** Sets the timer again after it has fired; null leaves it unset. */
  void next(@Nullable Instant time) {
    armed.clear();
    if (time != null) {
      fireBy(time);
    }
  }
}
