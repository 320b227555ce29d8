package dev.tally.transforms.dedup;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.tally.transforms.model.AdEvent;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an event beside its id: when it may be forgotten, and enough of its content
 * to notice a copy that differs.
 *
 * @param slice the slice of {@link Slices} that its event time lies in
 * @param checksum 32 bits over everything that the device reported; not over the broker time, which
 *     differs between true copies
 */
record Seen(int slice, int checksum) {
  static Seen of(AdEvent event, Slices slices) {
    return new Seen(slices.sliceOf(event.getEventTime()), checksum(event));
  }

  /** What the second of two sights of one id is, the first being null when there was none. */
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
            .putUnencodedChars(event.getEventType().wireName())
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
