package dev.tally.transforms.dedup;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Seen} holds what is remembered of an event besides its {@link Fingerprint}.
 *
 * @param minute the minute of its event time, in minutes since 1970
 * @param checksum a 32-bit hash of everything that the device reported; it excludes the broker
 *     time, which differs between true copies
 * @param firstCopy the location of the copy that was accepted; see {@link FirstCopy}
 */
record Seen(int minute, int checksum, long firstCopy) {
  static Seen of(AdEvent event, RawRecord record) {
    return new Seen(
        Minutes.of(event.getEventTime()), checksum(event), FirstCopy.locationOf(record));
  }

  /**
   * Compares an arriving event with the remembered one of the same fingerprint, which is null if
   * none is remembered.
   */
  static Copy compare(@Nullable Seen remembered, Seen arrived) {
    if (remembered == null) {
      return Copy.FIRST;
    }
    return remembered.checksum == arrived.checksum ? Copy.SAME : Copy.CONFLICTING;
  }

  private static int checksum(AdEvent event) {
    Hasher hasher =
        Hashing.murmur3_32_fixed()
            .newHasher()
            .putLong(event.getEventTime().getMillis())
            .putLong(event.getCostMicros());
    put(event.getAdId(), hasher);
    put(event.getCampaignId(), hasher);
    put(event.getStoreId(), hasher);
    put(event.getUserId(), hasher);
    put(event.getRegion(), hasher);
    return hasher.hash().asInt();
  }

  private static void put(String text, Hasher hasher) {
    hasher.putInt(text.length()).putUnencodedChars(text);
  }
}
