package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;

/** A {@code MetricKey} holds the dimensions by which events are counted. */
record MetricKey(String region, String campaignId, String adId, String storeId) {
  static MetricKey of(AdEvent event) {
    return new MetricKey(
        event.getRegion(), event.getCampaignId(), event.getAdId(), event.getStoreId());
  }
}
