package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;

/** The dimensions that events are counted by. */
record MetricKey(String region, String campaignId, String adId, String storeId) {
  static MetricKey of(AdEvent event) {
    return new MetricKey(
        event.getRegion(), event.getCampaignId(), event.getAdId(), event.getStoreId());
  }
}
