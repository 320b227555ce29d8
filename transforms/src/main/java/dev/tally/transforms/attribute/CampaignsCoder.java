package dev.tally.transforms.attribute;

import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.CampaignVersionCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Instant;

/** Layout 1: the version byte, known until, the number of versions, each by its coder. */
final class CampaignsCoder extends AtomicCoder<Campaigns> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;
  private static final CampaignsCoder INSTANCE = new CampaignsCoder();

  private CampaignsCoder() {}

  static CampaignsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Campaigns campaigns, OutputStream out) throws IOException {
    out.write(VERSION);
    VarInt.encode(campaigns.knownUntil().getMillis(), out);
    VarInt.encode(campaigns.size(), out);
    for (CampaignVersion version : campaigns.versions()) {
      CampaignVersionCoder.of().encode(version, out);
    }
  }

  @Override
  public Campaigns decode(InputStream in) throws IOException {
    int found = in.read();
    if (found != VERSION) {
      throw new CoderException(
          "CampaignsCoder reads layout version 1 and met %d: these bytes were written by another build of Tally"
              .formatted(found));
    }
    Instant knownUntil = Instant.ofEpochMilli(VarInt.decodeLong(in));
    int count = VarInt.decodeInt(in);
    List<CampaignVersion> versions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      versions.add(CampaignVersionCoder.of().decode(in));
    }
    return Campaigns.of(versions, knownUntil);
  }

  /** A map has no order: equal values may have other bytes. */
  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "The order of campaigns is not fixed.");
  }
}
