package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.MeasureSums;
import org.joda.time.Instant;

/**
 * Adds up {@link Counts} in place, because a bundle adds one to another for each event. Mutable.
 */
final class RunningCounts {
  private final long[] sums = MeasureSums.NONE.toArray();
  private Instant brokerTime = Counts.NONE.brokerTime();

  void add(Counts more) {
    more.sums().addTo(sums);
    if (more.brokerTime().isAfter(brokerTime)) {
      brokerTime = more.brokerTime();
    }
  }

  /** Returns what was added. */
  Counts toCounts() {
    return new Counts(MeasureSums.of(sums), brokerTime);
  }
}
