package dev.tally.transforms.budget;

import dev.tally.transforms.budget.DaySpend.Announced;
import dev.tally.transforms.budget.SpendRate.SlotSpend;
import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a {@link CampaignLedger}.
 *
 * <p>Layout 1: counted-to time; number of days, and per day its start, spend, what was left when it
 * became exhausted (nullable) and what was announced (nullable: spend, budget, flags); when it
 * began to spend; number of slots, and per slot its end and spend; number of budgets, and the
 * budgets.
 */
final class CampaignLedgerCoder extends VersionedCoder<CampaignLedger> {
  private static final long serialVersionUID = 1L;
  private static final CampaignLedgerCoder INSTANCE = new CampaignLedgerCoder();
  private static final int EXHAUSTED = 1;
  private static final int SPENDING = 2;

  private CampaignLedgerCoder() {
    super(1);
  }

  static CampaignLedgerCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(CampaignLedger ledger, OutputStream out) throws IOException {
    writeInstant(ledger.countedTo(), out);
    writeNumber(ledger.days().size(), out);
    for (DaySpend day : ledger.days()) {
      write(day, out);
    }
    writeInstant(ledger.rate().began(), out);
    writeNumber(ledger.rate().slots().size(), out);
    for (SlotSpend slot : ledger.rate().slots()) {
      writeInstant(slot.end(), out);
      writeNumber(slot.micros(), out);
    }
    writeNumber(ledger.budgets().size(), out);
    for (CampaignChange.OfBudget budget : ledger.budgets()) {
      CampaignChangeCoder.write(budget, out);
    }
  }

  @Override
  protected CampaignLedger read(InputStream in) throws IOException {
    Instant countedTo = readInstant(in);
    List<DaySpend> days = new ArrayList<>();
    for (long i = readNumber(in); i > 0; i--) {
      days.add(readDay(in));
    }
    Instant began = readInstant(in);
    List<SlotSpend> slots = new ArrayList<>();
    for (long i = readNumber(in); i > 0; i--) {
      slots.add(new SlotSpend(readInstant(in), readNumber(in)));
    }
    List<CampaignChange.OfBudget> budgets = new ArrayList<>();
    for (long i = readNumber(in); i > 0; i--) {
      budgets.add(CampaignChangeCoder.readBudget(in));
    }
    return new CampaignLedger(countedTo, days, new SpendRate(began, slots), budgets);
  }

  private static void write(DaySpend day, OutputStream out) throws IOException {
    writeInstant(day.day(), out);
    writeNumber(day.micros(), out);
    out.write(day.leftWhenExhausted() == null ? 0 : 1);
    if (day.leftWhenExhausted() != null) {
      writeNumber(day.leftWhenExhausted(), out);
    }
    Announced announced = day.announced();
    out.write(announced == null ? 0 : 1);
    if (announced != null) {
      writeNumber(announced.micros(), out);
      writeNumber(announced.budget(), out);
      out.write((announced.exhausted() ? EXHAUSTED : 0) | (announced.spending() ? SPENDING : 0));
    }
  }

  private static DaySpend readDay(InputStream in) throws IOException {
    Instant day = readInstant(in);
    long micros = readNumber(in);
    @Nullable Long left = readByte(in) == 1 ? readNumber(in) : null;
    @Nullable Announced announced = readByte(in) == 1 ? readAnnounced(in) : null;
    return new DaySpend(day, micros, left, announced);
  }

  private static Announced readAnnounced(InputStream in) throws IOException {
    long micros = readNumber(in);
    long budget = readNumber(in);
    int flags = readByte(in);
    return new Announced(micros, budget, (flags & EXHAUSTED) != 0, (flags & SPENDING) != 0);
  }
}
