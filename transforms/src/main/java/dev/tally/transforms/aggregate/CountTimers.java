package dev.tally.transforms.aggregate;

import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code CountTimers} record for which times the timers of a bucket of counts are set, because a
 * timer cannot be read.
 *
 * @param due the watermark at which pending counts are due; null if no timer is set
 * @param sweep the watermark at which closed minutes are forgotten; null if no timer is set
 * @param pane whether a timer in processing time is set for the next early or late metrics
 */
record CountTimers(@Nullable Instant due, @Nullable Instant sweep, boolean pane) {
  static final CountTimers NONE = new CountTimers(null, null, false);

  CountTimers withDue(@Nullable Instant time) {
    return new CountTimers(time, sweep, pane);
  }

  CountTimers withSweep(@Nullable Instant time) {
    return new CountTimers(due, time, pane);
  }

  CountTimers withPane(boolean set) {
    return new CountTimers(due, sweep, set);
  }
}
