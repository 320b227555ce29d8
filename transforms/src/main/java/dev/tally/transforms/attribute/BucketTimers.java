package dev.tally.transforms.attribute;

import org.joda.time.Instant;

/** The timers of a bucket, in event time. Setting one replaces the time for which it was set. */
interface BucketTimers {
  /** Sets the timer for due orders, which holds the watermark at this time. */
  void emitDueAt(Instant watermark);

  /** Sets the timer for sweeps, which does not hold the watermark. */
  void sweepAt(Instant watermark);
}
