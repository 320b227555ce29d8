package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link CampaignReach}.
 *
 * <p>Layout 1: revision (8 bytes), campaign, day, event type code (1 byte), sketch, broker time.
 */
public final class CampaignReachCoder extends VersionedCoder<CampaignReach> {
  private static final long serialVersionUID = 1L;
  private static final CampaignReachCoder INSTANCE = new CampaignReachCoder();

  private CampaignReachCoder() {
    super(1);
  }

  public static CampaignReachCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(CampaignReach reach, OutputStream out) throws IOException {
    writeFixedLong(reach.revision(), out);
    writeText(reach.campaignId(), out);
    writeInstant(reach.day(), out);
    out.write(reach.eventType().code());
    writeBytes(reach.users().toBytes(), out);
    writeInstant(reach.brokerTime(), out);
  }

  @Override
  protected CampaignReach read(InputStream in) throws IOException {
    return new CampaignReach(
        readFixedLong(in),
        readText(in),
        readInstant(in),
        readEventType(in),
        UserSketch.of(readBytes(in)),
        readInstant(in));
  }
}
