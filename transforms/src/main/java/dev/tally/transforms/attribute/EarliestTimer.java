package dev.tally.transforms.attribute;

import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A timer of a key that is set to the earliest time that was asked for: Beam's timers keep the last
 * time that they were set to.
 *
 * @param armed when it fires, absent when it is not set
 */
record EarliestTimer(ValueState<Instant> armed, Timer timer) {
  /** Lets it fire at this time, or earlier. */
  void fireBy(Instant time) {
    Instant earliest = armed.read();
    if (earliest == null || time.isBefore(earliest)) {
      armed.write(time);
      timer.set(time);
    }
  }

  /** After it has fired: sets it again, or not if there is no time. */
  void next(@Nullable Instant time) {
    armed.clear();
    if (time != null) {
      fireBy(time);
    }
  }
}
