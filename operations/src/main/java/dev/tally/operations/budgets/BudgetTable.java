package dev.tally.operations.budgets;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the highest revision of each campaign's latest days. One thread adds records, and any
 * number of threads read.
 *
 * <p>State: at most two days of at most {@code maxCampaigns} campaigns, about 300 bytes each.
 */
final class BudgetTable {
  private static final int DAYS = 2;
  private static final Duration DAY = Duration.ofDays(1);

  private final int maxCampaigns;
  private final ConcurrentMap<String, NavigableMap<Instant, KnownSpend>> days =
      new ConcurrentHashMap<>();
  private final AtomicLong ignored = new AtomicLong();

  BudgetTable(int maxCampaigns) {
    checkArgument(maxCampaigns > 0, "maxCampaigns must be above 0, is %s", maxCampaigns);
    this.maxCampaigns = maxCampaigns;
  }

  /**
   * Adds a record; one with a lower revision, of an older day or of too many campaigns is ignored.
   */
  void add(KnownSpend spend) {
    NavigableMap<Instant, KnownSpend> before = days.get(spend.campaign());
    if (before == null && days.size() >= maxCampaigns) {
      ignored.incrementAndGet();
      return;
    }
    NavigableMap<Instant, KnownSpend> now =
        before == null ? new TreeMap<>() : new TreeMap<>(before);
    now.merge(spend.day(), spend, (one, other) -> other.revision() > one.revision() ? other : one);
    while (now.size() > DAYS) {
      now.pollFirstEntry();
    }
    days.put(spend.campaign(), now);
  }

  /**
   * Returns the answer for a campaign and a day; empty if neither the day nor the one before is
   * known.
   */
  Optional<BudgetAnswer> answer(String campaign, Instant day, Instant now) {
    NavigableMap<Instant, KnownSpend> known = days.get(campaign);
    if (known == null) {
      return Optional.empty();
    }
    KnownSpend ofDay = known.get(day);
    if (ofDay != null) {
      return Optional.of(BudgetAnswer.of(ofDay, now));
    }
    return Optional.ofNullable(known.get(day.minus(DAY)))
        .map(before -> BudgetAnswer.ofDayAfter(before, now));
  }

  int campaigns() {
    return days.size();
  }

  /** Returns the number of records that were ignored because of {@code maxCampaigns}. */
  long ignored() {
    return ignored.get();
  }
}
