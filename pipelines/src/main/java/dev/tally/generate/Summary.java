package dev.tally.generate;

import com.google.auto.value.AutoValue;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The totals of what was generated; of the events, lines = accepted + duplicates + refused. */
@AutoValue
public abstract class Summary {
  Summary() {}

  /** What it was made from. */
  public abstract Plan plan();

  /** Lines in the file of events. */
  public abstract long lines();

  /** Events that count, each once. */
  public abstract long accepted();

  /** Later copies of accepted events that say the same. */
  public abstract long duplicates();

  /** Refused lines by reason, every reason named, e.g. {@code NOT_JSON}. */
  @SuppressWarnings("AutoValueImmutableFields") // unmodifiable where it is made
  public abstract Map<String, Long> deadLetters();

  /** Rows of the truth. */
  public abstract long rows();

  /** Accepted impressions. */
  public abstract long impressions();

  /** Accepted clicks. */
  public abstract long clicks();

  /** The cost of all accepted events. */
  public abstract long spendMicros();

  /** Of the first line. */
  public abstract Instant firstBrokerTime();

  /** Of the last line. */
  public abstract Instant lastBrokerTime();

  /** The totals of the orders; null where the plan has none. */
  public abstract @Nullable OrderSummary orders();

  /** All refused lines of the file of events. */
  public final long refused() {
    return deadLetters().values().stream().mapToLong(Long::longValue).sum();
  }

  /** E.g. {@code 1,009 lines: 1,000 to be counted, …}. */
  public final String line() {
    return "%,d lines: %,d to be counted, %,d duplicates, %,d to be refused; %,d rows to come"
        .formatted(lines(), accepted(), duplicates(), refused(), rows());
  }

  static Builder builder() {
    return new AutoValue_Summary.Builder();
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder plan(Plan plan);

    abstract Builder lines(long lines);

    abstract Builder accepted(long accepted);

    abstract Builder duplicates(long duplicates);

    abstract Builder deadLetters(Map<String, Long> deadLetters);

    abstract Builder rows(long rows);

    abstract Builder impressions(long impressions);

    abstract Builder clicks(long clicks);

    abstract Builder spendMicros(long spendMicros);

    abstract Builder firstBrokerTime(Instant firstBrokerTime);

    abstract Builder lastBrokerTime(Instant lastBrokerTime);

    abstract Builder orders(@Nullable OrderSummary orders);

    abstract Summary build();
  }
}
