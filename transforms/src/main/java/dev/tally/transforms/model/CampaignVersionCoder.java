package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Duration;

/**
 * Encodes a {@link CampaignVersion}.
 *
 * <p>Layout 1: valid from, broker time, click window, view window, budget, active (1 byte),
 * campaign id.
 */
public final class CampaignVersionCoder extends VersionedCoder<CampaignVersion> {
  private static final long serialVersionUID = 1L;
  private static final CampaignVersionCoder INSTANCE = new CampaignVersionCoder();

  private CampaignVersionCoder() {
    super(1);
  }

  public static CampaignVersionCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(CampaignVersion version, OutputStream out) throws IOException {
    writeInstant(version.validFrom(), out);
    writeInstant(version.brokerTime(), out);
    VarInt.encode(version.clickWindow().getMillis(), out);
    VarInt.encode(version.viewWindow().getMillis(), out);
    VarInt.encode(version.dailyBudgetMicros(), out);
    out.write(version.active() ? 1 : 0);
    writeText(version.campaignId(), out);
  }

  @Override
  protected CampaignVersion read(InputStream in) throws IOException {
    var validFrom = readInstant(in);
    var brokerTime = readInstant(in);
    Duration clickWindow = Duration.millis(VarInt.decodeLong(in));
    Duration viewWindow = Duration.millis(VarInt.decodeLong(in));
    long budget = VarInt.decodeLong(in);
    boolean active = readByte(in) == 1;
    return new CampaignVersion(
        readText(in), validFrom, clickWindow, viewWindow, budget, active, brokerTime);
  }
}
