package dev.tally.transforms.model;

import dev.tally.transforms.model.DeadLetter.Reason;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * Counts dead letters, with one counter per reason. The counter is named {@link
 * Reason#counterName()} and belongs to the step that rejects the records.
 */
public final class DeadLetterCounters implements Serializable {
  private static final long serialVersionUID = 1L;

  private final EnumMap<Reason, Counter> counters = new EnumMap<>(Reason.class);

  private DeadLetterCounters(Class<?> step) {
    for (Reason reason : Reason.values()) {
      counters.put(reason, Metrics.counter(step, reason.counterName()));
    }
  }

  public static DeadLetterCounters of(Class<?> step) {
    return new DeadLetterCounters(step);
  }

  /** Counts one dead letter with this reason. */
  public void count(Reason reason) {
    Objects.requireNonNull(counters.get(reason)).inc();
  }
}
