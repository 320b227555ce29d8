package dev.tally.transforms.budget;

import dev.tally.transforms.model.EventTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.joda.time.Instant;

/**
 * A {@code CampaignLedger} is what is known about the spend and the budget of one campaign at the
 * end of a slot.
 *
 * @param countedTo the end of the slot up to which spend is counted
 * @param days the days whose spend can change, in ascending order
 * @param budgets the budgets that apply to these days or later, in ascending order
 */
record CampaignLedger(
    Instant countedTo, List<DaySpend> days, SpendRate rate, List<CampaignChange.OfBudget> budgets) {
  static final CampaignLedger EMPTY =
      new CampaignLedger(Instant.EPOCH, List.of(), SpendRate.NONE, List.of());

  /** Of two budgets that apply from the same time, the later version is last, then the larger. */
  private static final Comparator<CampaignChange.OfBudget> ORDER =
      Comparator.comparing(CampaignChange.OfBudget::effectiveFrom)
          .thenComparing(CampaignChange.OfBudget::brokerTime)
          .thenComparing(CampaignChange.OfBudget::micros);

  CampaignLedger plus(CampaignChange.OfBudget budget) {
    List<CampaignChange.OfBudget> more = new ArrayList<>(budgets);
    more.add(budget);
    more.sort(ORDER);
    return new CampaignLedger(countedTo, days, rate, more.stream().distinct().toList());
  }

  /** Returns the budget of a day at a time; 0 if the campaign has none. */
  long budget(Instant day, Instant time) {
    Instant last = Slots.lastOfDay(day);
    Instant at = time.isBefore(last) ? time : last;
    long found = 0;
    for (CampaignChange.OfBudget budget : budgets) {
      if (!budget.effectiveFrom().isAfter(at)) {
        found = budget.micros();
      }
    }
    return found;
  }

  /** Returns the first time after {@code after} from which another budget applies. */
  Instant nextBudget(Instant after) {
    return budgets.stream()
        .map(CampaignChange.OfBudget::effectiveFrom)
        .filter(from -> from.isAfter(after))
        .findFirst()
        .orElse(EventTime.END);
  }

  CampaignLedger withDays(List<DaySpend> newDays) {
    return new CampaignLedger(countedTo, newDays, rate, budgets);
  }

  /** Returns this ledger without the budgets that applied only before its days. */
  CampaignLedger pruned() {
    Instant needed = countedTo;
    if (!days.isEmpty() && Slots.lastOfDay(days.get(0).day()).isBefore(needed)) {
      needed = Slots.lastOfDay(days.get(0).day());
    }
    int first = 0;
    while (first + 1 < budgets.size() && !budgets.get(first + 1).effectiveFrom().isAfter(needed)) {
      first++;
    }
    return first == 0
        ? this
        : new CampaignLedger(countedTo, days, rate, budgets.subList(first, budgets.size()));
  }

  /** Returns true if nothing would be lost without this ledger. */
  boolean isEmpty() {
    return days.isEmpty() && rate.isZero() && budgets.isEmpty();
  }
}
