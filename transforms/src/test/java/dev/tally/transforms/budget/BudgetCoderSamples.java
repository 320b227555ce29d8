package dev.tally.transforms.budget;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.noonPlus;

import dev.tally.transforms.CoderSample;
import dev.tally.transforms.budget.DaySpend.Announced;
import java.util.List;
import org.joda.time.Duration;

/** A sample for each form that a coder of the package writes. */
public final class BudgetCoderSamples {
  private BudgetCoderSamples() {}

  public static List<CoderSample<?>> all() {
    CampaignChange.OfBudget budget = new CampaignChange.OfBudget(noonPlus(60), NOON, 300);
    DaySpend day = DaySpend.of(Slots.day(NOON)).plus(300);
    CampaignLedger ledger =
        new CampaignLedger(
            NOON,
            List.of(day, day.withLeft(5L).withAnnounced(new Announced(300, 7, true, true))),
            SpendRate.NONE.plus(NOON, 300, Duration.standardSeconds(10)),
            List.of(budget));
    return List.of(
        CoderSample.of(
            CampaignChangeCoder.of(),
            "spend",
            new CampaignChange.OfSpend(NOON, Slots.day(NOON), -300)),
        CoderSample.of(CampaignChangeCoder.of(), "budget", budget),
        CoderSample.of(CampaignLedgerCoder.of(), "ledger", ledger),
        CoderSample.of(CountedRecordCoder.of(), "record", new CountedRecord(300, 5)),
        CoderSample.of(RecordIdCoder.of(), "id", new RecordId(1, -2)),
        CoderSample.of(SpendSlotCoder.of(), "slot", new SpendSlot(NOON, Slots.day(NOON))));
  }
}
