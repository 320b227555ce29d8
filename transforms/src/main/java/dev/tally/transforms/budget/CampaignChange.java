package dev.tally.transforms.budget;

import dev.tally.transforms.model.CampaignVersion;
import org.joda.time.Instant;

/** What changes a campaign's announcement: an amount that it spent, or a version of its budget. */
sealed interface CampaignChange {
  /**
   * An amount that was added to the spend of a day.
   *
   * @param brokerTime the broker time of the record with which it was counted
   * @param day the start of the UTC day
   * @param micros negative if a recomputation has lowered the spend
   */
  record OfSpend(Instant brokerTime, Instant day, long micros) implements CampaignChange {}

  /**
   * The daily budget of a campaign from a time on.
   *
   * @param micros 0 if the campaign has no budget
   */
  record OfBudget(Instant effectiveFrom, Instant brokerTime, long micros)
      implements CampaignChange {
    static OfBudget of(CampaignVersion version) {
      return new OfBudget(
          version.effectiveFrom(), version.brokerTime(), version.dailyBudgetMicros());
    }
  }
}
