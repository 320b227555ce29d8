package dev.tally.transforms.attribute;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.joda.time.Instant;

/** Layout 1: since, known until, the versions packed. */
final class CampaignChangesCoder extends VersionedCoder<CampaignChanges> {
  private static final long serialVersionUID = 1L;
  private static final CampaignChangesCoder INSTANCE = new CampaignChangesCoder();

  private CampaignChangesCoder() {
    super(1);
  }

  static CampaignChangesCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(CampaignChanges changes, OutputStream out) throws IOException {
    writeInstant(changes.since(), out);
    writeInstant(changes.knownUntil(), out);
    PackedVersions.of().encode(changes.versions(), out);
  }

  @Override
  protected CampaignChanges read(InputStream in) throws IOException {
    Instant since = readInstant(in);
    Instant knownUntil = readInstant(in);
    return new CampaignChanges(since, PackedVersions.of().decode(in), knownUntil);
  }
}
