package dev.tally.transforms.model;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/** Counts invalid events, with one counter per reason; see {@link InvalidReason#counterName()}. */
public final class InvalidCounters implements Serializable {
  private static final long serialVersionUID = 1L;

  private final EnumMap<InvalidReason, Counter> counters = new EnumMap<>(InvalidReason.class);

  private InvalidCounters(Class<?> step) {
    for (InvalidReason reason : InvalidReason.values()) {
      counters.put(reason, Metrics.counter(step, reason.counterName()));
    }
  }

  public static InvalidCounters of(Class<?> step) {
    return new InvalidCounters(step);
  }

  /** Counts one event that is invalid for this reason. */
  public void count(InvalidReason reason) {
    Objects.requireNonNull(counters.get(reason)).inc();
  }
}
