package dev.tally.transforms.budget;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link CampaignChange}.
 *
 * <p>Layout 1: kind (1 byte, 0 for spend and 1 for a budget), then the fields in their order.
 */
final class CampaignChangeCoder extends VersionedCoder<CampaignChange> {
  private static final long serialVersionUID = 1L;
  private static final CampaignChangeCoder INSTANCE = new CampaignChangeCoder();
  private static final int SPEND = 0;
  private static final int BUDGET = 1;

  private CampaignChangeCoder() {
    super(1);
  }

  static CampaignChangeCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(CampaignChange change, OutputStream out) throws IOException {
    if (change instanceof CampaignChange.OfSpend spend) {
      out.write(SPEND);
      writeInstant(spend.brokerTime(), out);
      writeInstant(spend.day(), out);
      writeNumber(spend.micros(), out);
    } else if (change instanceof CampaignChange.OfBudget budget) {
      out.write(BUDGET);
      write(budget, out);
    }
  }

  @Override
  protected CampaignChange read(InputStream in) throws IOException {
    int kind = readByte(in);
    return switch (kind) {
      case SPEND -> new CampaignChange.OfSpend(readInstant(in), readInstant(in), readNumber(in));
      case BUDGET -> readBudget(in);
      default -> throw unknown("kind of change with the code " + kind);
    };
  }

  static void write(CampaignChange.OfBudget budget, OutputStream out) throws IOException {
    writeInstant(budget.effectiveFrom(), out);
    writeInstant(budget.brokerTime(), out);
    writeNumber(budget.micros(), out);
  }

  static CampaignChange.OfBudget readBudget(InputStream in) throws IOException {
    return new CampaignChange.OfBudget(readInstant(in), readInstant(in), readNumber(in));
  }
}
