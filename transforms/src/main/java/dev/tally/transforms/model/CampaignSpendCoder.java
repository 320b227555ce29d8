package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link CampaignSpend}.
 *
 * <p>Layout 1: revision (8 bytes), campaign, day, spend, rate, as-of time, bound, status (1 byte),
 * counted-to time, budget (nullable), active-until time (nullable).
 */
public final class CampaignSpendCoder extends VersionedCoder<CampaignSpend> {
  private static final long serialVersionUID = 1L;
  private static final CampaignSpendCoder INSTANCE = new CampaignSpendCoder();

  private CampaignSpendCoder() {
    super(1);
  }

  public static CampaignSpendCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(CampaignSpend spend, OutputStream out) throws IOException {
    writeFixedLong(spend.revision(), out);
    writeText(spend.campaignId(), out);
    writeInstant(spend.day(), out);
    writeNumber(spend.spendMicros(), out);
    writeNumber(spend.rateMicrosPerMinute(), out);
    writeInstant(spend.asOf(), out);
    writeNumber(spend.boundMicros(), out);
    out.write(spend.status() == SpendStatus.EXHAUSTED ? 1 : 0);
    writeInstant(spend.countedTo(), out);
    out.write(spend.budgetMicros() == null ? 0 : 1);
    if (spend.budgetMicros() != null) {
      writeNumber(spend.budgetMicros(), out);
    }
    out.write(spend.activeUntil() == null ? 0 : 1);
    if (spend.activeUntil() != null) {
      writeInstant(spend.activeUntil(), out);
    }
  }

  @Override
  protected CampaignSpend read(InputStream in) throws IOException {
    long revision = readFixedLong(in);
    String campaign = readText(in);
    var day = readInstant(in);
    long spend = readNumber(in);
    long rate = readNumber(in);
    var asOf = readInstant(in);
    long bound = readNumber(in);
    SpendStatus status = readByte(in) == 1 ? SpendStatus.EXHAUSTED : SpendStatus.ACTIVE;
    var countedTo = readInstant(in);
    Long budget = readByte(in) == 1 ? readNumber(in) : null;
    var until = readByte(in) == 1 ? readInstant(in) : null;
    return new CampaignSpend(
        revision, campaign, day, spend, budget, rate, asOf, bound, status, until, countedTo);
  }
}
