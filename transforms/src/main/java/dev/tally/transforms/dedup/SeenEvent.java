package dev.tally.transforms.dedup;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Minutes;
import dev.tally.transforms.model.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * A {@code SeenEvent} holds what is remembered of an event besides its {@link EventFingerprint}.
 *
 * @param minute the minute of its event time, in minutes since 1970
 * @param checksum a 32-bit hash of all other fields that the ad server reported and of the full
 *     event time; it excludes the broker time, which differs between true copies
 * @param firstCopy the location of the copy that was accepted; see {@link FirstCopy}
 */
record SeenEvent(int minute, int checksum, long firstCopy) {
  static SeenEvent of(AdEvent event, RawRecord record) {
    return new SeenEvent(
        Minutes.of(event.getEventTime()), checksum(event), FirstCopy.locationOf(record));
  }

  /**
   * Compares an arriving event with the remembered one of the same fingerprint, which is null if
   * none is remembered.
   */
  static Occurrence compare(@Nullable SeenEvent remembered, SeenEvent arrived) {
    if (remembered == null) {
      return Occurrence.FIRST;
    }
    return remembered.checksum == arrived.checksum ? Occurrence.SAME : Occurrence.CONFLICTING;
  }

  static int checksum(AdEvent event) {
    Murmur32 hasher =
        new Murmur32().putLong(event.getEventTime().getMillis()).putLong(event.getCostMicros());
    put(event.getAdId(), hasher);
    put(event.getCampaignId(), hasher);
    put(event.getStoreId(), hasher);
    put(event.getUserId(), hasher);
    put(event.getRegion(), hasher);
    return hasher.hash();
  }

  private static void put(String text, Murmur32 hasher) {
    hasher.putInt(text.length()).putChars(text);
  }
}
