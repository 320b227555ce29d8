package dev.tally.io.orders;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/** Counts on any thread, and tells Beam on that of a bundle: it takes counts from no other. */
final class Counts {
  /** What is counted; the counter has the name in lower case. */
  enum Name {
    /** Calls made, those made again too. */
    REQUESTS_SENT,
    /** Calls that were not answered, or not as they should be. */
    REQUESTS_FAILED,
    /** Calls made again. */
    REQUESTS_RETRIED,
    /** Batches given up after all attempts, or because the service is left alone. */
    BATCHES_ABANDONED,
    /** Orders whose details came. */
    ANSWERS_RECEIVED,
    /** Orders in an answer that is not as it should be; they count as missed too. */
    ANSWERS_REFUSED,
    /** Orders that the service did not know. */
    ORDERS_MISSED,
    /** Orders not asked for, because the service is left alone or too many wait. */
    ASKS_DROPPED,
    /** How often the service was left alone, having answered before. */
    BREAKER_OPENED
  }

  /** Counted so far, and told; the maps themselves never change. */
  private final Map<Name, LongAdder> counted = new EnumMap<>(Name.class);

  private final Map<Name, Counter> counters = new EnumMap<>(Name.class);
  private final Map<Name, LongAdder> told = new EnumMap<>(Name.class);

  Counts() {
    for (Name name : Name.values()) {
      counted.put(name, new LongAdder());
      told.put(name, new LongAdder());
      counters.put(name, Metrics.counter(OrderLookup.class, name.name().toLowerCase(Locale.ROOT)));
    }
  }

  void add(Name name, long count) {
    of(counted, name).add(count);
  }

  long get(Name name) {
    return of(counted, name).sum();
  }

  /** Tells what was counted since the last time; from one thread at a time. */
  void report() {
    counters.forEach(
        (name, counter) -> {
          long more = get(name) - of(told, name).sum();
          if (more > 0) {
            counter.inc(more);
            of(told, name).add(more);
          }
        });
  }

  private static LongAdder of(Map<Name, LongAdder> counts, Name name) {
    return Objects.requireNonNull(counts.get(name));
  }
}
