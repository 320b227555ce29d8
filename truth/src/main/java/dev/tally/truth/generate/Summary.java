package dev.tally.truth.generate;

import com.google.auto.value.AutoValue;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The totals of the generated lines. For events, the number of lines is accepted + duplicates +
 * rejected.
 */
@AutoValue
public abstract class Summary {
  Summary() {}

  /** The plan from which the lines were generated. */
  public abstract Plan plan();

  /** Lines in the event file. */
  public abstract long lines();

  /** Accepted events; each is counted once. */
  public abstract long accepted();

  /** Later copies of accepted events with the same content. */
  public abstract long duplicates();

  /** Lines to be rejected, by reason, e.g. {@code NOT_JSON}; every reason is present. */
  @SuppressWarnings("AutoValueImmutableFields") // LineCounts creates it unmodifiable.
  public abstract Map<String, Long> deadLetters();

  /** Rows of the truth. */
  public abstract long rows();

  /** Accepted impressions. */
  public abstract long impressions();

  /** Accepted clicks. */
  public abstract long clicks();

  /** The cost of all accepted events. */
  public abstract long spendMicros();

  /** The broker time of the first line. */
  public abstract Instant firstBrokerTime();

  /** The broker time of the last line. */
  public abstract Instant lastBrokerTime();

  /** The totals of the orders; null if the plan has none. */
  public abstract @Nullable OrderSummary orders();

  /** Returns the number of lines in the event file that must be rejected. */
  public final long rejected() {
    return deadLetters().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the totals as text, e.g. {@code 1,009 lines: 1,000 to be counted, …}. */
  public final String line() {
    return "%,d lines: %,d to be counted, %,d duplicates, %,d to be rejected; %,d expected rows"
        .formatted(lines(), accepted(), duplicates(), rejected(), rows());
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
