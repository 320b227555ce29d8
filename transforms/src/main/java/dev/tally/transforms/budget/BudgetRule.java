package dev.tally.transforms.budget;

import dev.tally.transforms.model.CampaignSpend;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a campaign has exhausted its budget. A campaign is exhausted as soon as its spend
 * and the bound reach the budget. So that the status does not alternate with the rate, it is active
 * again only if more of the budget is left than when it became exhausted, because of a correction
 * or of a new budget, or if it spends nothing any longer and more than 2 % of the budget is left.
 */
final class BudgetRule {
  /** One part of the budget in this number may be left unspent: 2 %. */
  private static final long UNSPENT_SHARE = 50;

  private BudgetRule() {}

  /**
   * Returns what is left of the budget of an exhausted day, or null if the day is active.
   *
   * @param before the result before the spend, the budget or the rate changed
   * @param budget 0 if the campaign has none
   * @param rate the highest recent spend per minute
   * @param bound how much more than {@code spend} the campaign may have spent
   */
  static @Nullable Long leftWhenExhausted(
      @Nullable Long before, long spend, long budget, long rate, long bound) {
    if (budget == 0) {
      return null;
    }
    long left = budget - spend;
    boolean reached = left <= bound;
    if (before == null) {
      return reached ? left : null;
    }
    boolean freed = left > before || (rate == 0 && left > budget / UNSPENT_SHARE);
    return freed && !reached ? null : before;
  }

  /**
   * Returns how long the rest of a budget lasts at a rate, or null if it lasts for ever.
   *
   * @see CampaignSpend#timeToSpend
   */
  static @Nullable Duration lasts(long spend, long budget, long rate) {
    return budget == 0 || rate == 0 ? null : CampaignSpend.timeToSpend(budget - spend, rate);
  }
}
