package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Buckets;

/** A {@code MetricKey} holds the dimensions by which events are counted. */
record MetricKey(String region, String campaignId, String adId, String storeId) {
  static MetricKey of(AdEvent event) {
    return new MetricKey(
        event.getRegion(), event.getCampaignId(), event.getAdId(), event.getStoreId());
  }

  /** Returns the bucket that counts the events of this key, from 0 to {@code buckets} - 1. */
  int bucket(int buckets) {
    return Buckets.bucketOf(buckets, region, campaignId, adId, storeId);
  }
}
