package dev.tally.io.orders;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * Counts on any thread and reports the counts to Beam from the thread of a bundle, because Beam
 * ignores counter updates from any other thread.
 */
final class LookupCounters {
  /** The counted events; the counter's name is the constant in lower case. */
  enum Name {
    /** Requests sent, retries included. */
    REQUESTS_SENT,
    /** Requests that got no response, or an invalid one. */
    REQUESTS_FAILED,
    /** Requests that were sent again after a failure. */
    REQUESTS_RETRIED,
    /**
     * Batches abandoned: all attempts failed, the failure cannot be retried, or the circuit breaker
     * is open.
     */
    BATCHES_ABANDONED,
    /** Orders whose details were received. */
    ANSWERS_RECEIVED,
    /**
     * Orders with invalid details in an otherwise valid response; they are counted as missed too.
     */
    ANSWERS_REFUSED,
    /** Orders for which a successful response had no usable details. */
    ORDERS_MISSED,
    /**
     * Orders dropped without a request, because the circuit breaker is open or too many orders
     * wait.
     */
    ORDERS_DROPPED,
    /** Transitions of the circuit breaker from closed to open. */
    BREAKER_OPENED
  }

  /**
   * Everything that was counted; {@code reported} is the part of it that Beam's counters already
   * include. The constructor fills the maps, and they never change afterwards.
   */
  private final Map<Name, LongAdder> counted = new EnumMap<>(Name.class);

  private final Map<Name, Counter> counters = new EnumMap<>(Name.class);
  private final Map<Name, LongAdder> reported = new EnumMap<>(Name.class);

  LookupCounters() {
    for (Name name : Name.values()) {
      counted.put(name, new LongAdder());
      reported.put(name, new LongAdder());
      counters.put(name, Metrics.counter(OrderLookup.class, name.name().toLowerCase(Locale.ROOT)));
    }
  }

  void add(Name name, long count) {
    of(counted, name).add(count);
  }

  long get(Name name) {
    return of(counted, name).sum();
  }

  /** Reports what was counted since the last call; must be called from one thread at a time. */
  void report() {
    counters.forEach(
        (name, counter) -> {
          long more = get(name) - of(reported, name).sum();
          if (more > 0) {
            counter.inc(more);
            of(reported, name).add(more);
          }
        });
  }

  private static LongAdder of(Map<Name, LongAdder> counts, Name name) {
    return Objects.requireNonNull(counts.get(name));
  }
}
