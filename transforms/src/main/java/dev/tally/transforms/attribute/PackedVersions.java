package dev.tally.transforms.attribute;

import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Encodes many campaign versions without repeating what they have in common.
 *
 * <p>Layout: the version byte 1 and the number of campaigns; per campaign, sorted by id, the id,
 * the number of its versions, and the versions. A version is a byte of flags; its broker time minus
 * the broker time of the previous version; its {@code validFrom} minus its broker time; the click
 * and the view window, if they differ from those of the previous version; the budget, if it
 * differs. The previous version may be of another campaign; the first version is compared with
 * {@link #START}. Differences are zigzag variable-length integers, times are in milliseconds.
 */
final class PackedVersions extends VersionedCoder<VersionIndex> {
  private static final long serialVersionUID = 1L;
  private static final PackedVersions INSTANCE = new PackedVersions();
  private static final int ACTIVE = 1;
  private static final int SAME_WINDOWS = 2;
  private static final int SAME_BUDGET = 4;
  private static final int ALL_FLAGS = ACTIVE | SAME_WINDOWS | SAME_BUDGET;

  /** The version with which the first one is compared. */
  private static final CampaignVersion START =
      new CampaignVersion("", Instant.EPOCH, Duration.ZERO, Duration.ZERO, 0, false, Instant.EPOCH);

  private PackedVersions() {
    super(1);
  }

  static PackedVersions of() {
    return INSTANCE;
  }

  @Override
  protected void write(VersionIndex index, OutputStream out) throws IOException {
    VarInt.encode(index.campaignIds().size(), out);
    CampaignVersion before = START;
    for (String id : index.campaignIds()) {
      List<CampaignVersion> versions = index.of(id);
      writeText(id, out);
      VarInt.encode(versions.size(), out);
      for (CampaignVersion version : versions) {
        write(version, before, out);
        before = version;
      }
    }
  }

  private static void write(CampaignVersion version, CampaignVersion before, OutputStream out)
      throws IOException {
    int flags = flags(version, before);
    out.write(flags);
    writeDifference(version.brokerTime().getMillis() - before.brokerTime().getMillis(), out);
    writeDifference(version.validFrom().getMillis() - version.brokerTime().getMillis(), out);
    if ((flags & SAME_WINDOWS) == 0) {
      VarInt.encode(version.clickWindow().getMillis(), out);
      VarInt.encode(version.viewWindow().getMillis(), out);
    }
    if ((flags & SAME_BUDGET) == 0) {
      VarInt.encode(version.dailyBudgetMicros(), out);
    }
  }

  private static int flags(CampaignVersion version, CampaignVersion before) {
    int flags = version.active() ? ACTIVE : 0;
    if (version.clickWindow().equals(before.clickWindow())
        && version.viewWindow().equals(before.viewWindow())) {
      flags |= SAME_WINDOWS;
    }
    if (version.dailyBudgetMicros() == before.dailyBudgetMicros()) {
      flags |= SAME_BUDGET;
    }
    return flags;
  }

  @Override
  protected VersionIndex read(InputStream in) throws IOException {
    int campaigns = VarInt.decodeInt(in);
    List<CampaignVersion> all = new ArrayList<>();
    CampaignVersion before = START;
    for (int c = 0; c < campaigns; c++) {
      String id = readText(in);
      int versions = VarInt.decodeInt(in);
      for (int v = 0; v < versions; v++) {
        before = read(id, before, in);
        all.add(before);
      }
    }
    return VersionIndex.of(all);
  }

  private CampaignVersion read(String id, CampaignVersion before, InputStream in)
      throws IOException {
    int flags = readByte(in);
    if ((flags & ~ALL_FLAGS) != 0) {
      throw unknown("flags of a campaign version with the code " + flags);
    }
    long brokerTime = before.brokerTime().getMillis() + readDifference(in);
    long validFrom = brokerTime + readDifference(in);
    boolean sameWindows = (flags & SAME_WINDOWS) != 0;
    Duration clicks = sameWindows ? before.clickWindow() : readDuration(in);
    Duration views = sameWindows ? before.viewWindow() : readDuration(in);
    long budget = (flags & SAME_BUDGET) != 0 ? before.dailyBudgetMicros() : VarInt.decodeLong(in);
    return new CampaignVersion(
        id,
        Instant.ofEpochMilli(validFrom),
        clicks,
        views,
        budget,
        (flags & ACTIVE) != 0,
        Instant.ofEpochMilli(brokerTime));
  }

  private static Duration readDuration(InputStream in) throws IOException {
    return Duration.millis(VarInt.decodeLong(in));
  }

  private static void writeDifference(long millis, OutputStream out) throws IOException {
    VarInt.encode(millis << 1 ^ millis >> (Long.SIZE - 1), out);
  }

  private static long readDifference(InputStream in) throws IOException {
    long zigzag = VarInt.decodeLong(in);
    return zigzag >>> 1 ^ -(zigzag & 1);
  }
}
