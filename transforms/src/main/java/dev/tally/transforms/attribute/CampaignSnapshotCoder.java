package dev.tally.transforms.attribute;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.joda.time.Instant;

/** Layout 1: known until, the versions packed. */
final class CampaignSnapshotCoder extends VersionedCoder<CampaignSnapshot> {
  private static final long serialVersionUID = 1L;
  private static final CampaignSnapshotCoder INSTANCE = new CampaignSnapshotCoder();

  private CampaignSnapshotCoder() {
    super(1);
  }

  static CampaignSnapshotCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(CampaignSnapshot snapshot, OutputStream out) throws IOException {
    writeInstant(snapshot.knownUntil(), out);
    PackedVersions.of().encode(snapshot.versions(), out);
  }

  @Override
  protected CampaignSnapshot read(InputStream in) throws IOException {
    Instant knownUntil = readInstant(in);
    return new CampaignSnapshot(PackedVersions.of().decode(in), knownUntil);
  }
}
