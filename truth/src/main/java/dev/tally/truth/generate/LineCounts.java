package dev.tally.truth.generate;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the event lines by their expected outcome. */
final class LineCounts {
  long accepted;
  private long duplicates;
  private long lines;
  private long first;
  private long last;
  private final Map<RejectionReason, Long> deadLetters = new EnumMap<>(RejectionReason.class);

  void line(long brokerTime) {
    if (lines++ == 0) {
      first = brokerTime;
    }
    last = brokerTime;
  }

  void duplicate() {
    duplicates++;
  }

  void reject(RejectionReason reason) {
    deadLetters.merge(reason, 1L, Long::sum);
  }

  Summary summary(Plan plan, TruthRows truth, @Nullable OrderSummary orders) {
    Map<String, Long> byReason = new LinkedHashMap<>();
    for (RejectionReason reason : RejectionReason.values()) {
      byReason.put(reason.name(), deadLetters.getOrDefault(reason, 0L));
    }
    return Summary.builder()
        .plan(plan)
        .lines(lines)
        .accepted(accepted)
        .duplicates(duplicates)
        .deadLetters(Collections.unmodifiableMap(byReason))
        .rows(truth.rows())
        .impressions(truth.impressions())
        .clicks(truth.clicks())
        .spendMicros(truth.spendMicros())
        .firstBrokerTime(Instant.ofEpochMilli(first))
        .lastBrokerTime(Instant.ofEpochMilli(last))
        .orders(orders)
        .build();
  }
}
