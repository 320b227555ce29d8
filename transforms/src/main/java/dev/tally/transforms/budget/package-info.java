/**
 * Adds up the spend of campaigns and announces when it reaches their budgets.
 *
 * <ul>
 *   <li>The step: {@link TrackBudgets} with {@code CountSpendFn} (counts each record once) and
 *       {@code AnnounceFn} (adds up and announces)
 *   <li>Rules without Beam: {@code CountedRecord} (what a revision adds), {@code LedgerRule} (what
 *       changes at the end of a slot), {@code BudgetRule} (when a budget is exhausted), {@code
 *       SpendRate} (the highest recent rate)
 *   <li>State: {@code CampaignLedger}, {@code DaySpend}, {@code RecordId}, {@code SpendSlot}
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.budget;
