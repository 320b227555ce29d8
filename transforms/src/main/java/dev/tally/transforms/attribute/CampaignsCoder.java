package dev.tally.transforms.attribute;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.joda.time.Instant;

/** Layout 2: known until, the versions packed. Encodes a snapshot, without changes since. */
final class CampaignsCoder extends VersionedCoder<Campaigns> {
  private static final long serialVersionUID = 1L;
  private static final CampaignsCoder INSTANCE = new CampaignsCoder();

  private CampaignsCoder() {
    super(2);
  }

  static CampaignsCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(Campaigns campaigns, OutputStream out) throws IOException {
    writeInstant(campaigns.knownUntil(), out);
    PackedVersions.of().encode(campaigns.versions(), out);
  }

  @Override
  protected Campaigns read(InputStream in) throws IOException {
    Instant knownUntil = readInstant(in);
    return Campaigns.of(PackedVersions.of().decode(in), knownUntil);
  }
}
