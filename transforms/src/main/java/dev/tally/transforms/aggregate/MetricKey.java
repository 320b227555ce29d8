package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;

/** A {@code MetricKey} holds the dimensions by which events are counted. */
record MetricKey(String region, String campaignId, String adId, String storeId) {
  private static final long PRIME = 0x9e3779b97f4a7c15L;

  static MetricKey of(AdEvent event) {
    return new MetricKey(
        event.getRegion(), event.getCampaignId(), event.getAdId(), event.getStoreId());
  }

  /**
   * Returns the bucket that counts the events of this key, from 0 to {@code buckets} - 1. It
   * depends only on the texts: the language specifies their hash codes.
   */
  int bucket(int buckets) {
    long hash = region.hashCode();
    hash = hash * PRIME + campaignId.hashCode();
    hash = hash * PRIME + adId.hashCode();
    hash = hash * PRIME + storeId.hashCode();
    return (int) Long.remainderUnsigned(mixed(hash), buckets);
  }

  /** The finalizer of MurmurHash3, so that similar ids are distributed evenly. */
  private static long mixed(long hash) {
    long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
