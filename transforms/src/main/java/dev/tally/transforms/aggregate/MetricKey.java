package dev.tally.transforms.aggregate;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.tally.transforms.model.AdEvent;

/** A {@code MetricKey} holds the dimensions by which events are counted. */
record MetricKey(String region, String campaignId, String adId, String storeId) {
  static MetricKey of(AdEvent event) {
    return new MetricKey(
        event.getRegion(), event.getCampaignId(), event.getAdId(), event.getStoreId());
  }

  /** Returns the bucket that counts the events of this key, from 0 to {@code buckets} - 1. */
  int bucket(int buckets) {
    Hasher hasher = Hashing.murmur3_128().newHasher();
    put(region, hasher);
    put(campaignId, hasher);
    put(adId, hasher);
    put(storeId, hasher);
    return (int) Long.remainderUnsigned(hasher.hash().asLong(), buckets);
  }

  private static void put(String text, Hasher hasher) {
    hasher.putInt(text.length()).putUnencodedChars(text);
  }
}
