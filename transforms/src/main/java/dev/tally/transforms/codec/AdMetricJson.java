package dev.tally.transforms.codec;

import dev.tally.transforms.model.AdMetric;

/**
 * Writes the wire format of {@code ad-metrics}. The Kafka key is the record UUID as text, and the
 * Kafka timestamp is the broker time.
 */
public final class AdMetricJson {
  private AdMetricJson() {}

  /** Returns the metric as UTF-8 JSON, with the fields in a fixed order. */
  public static byte[] encode(AdMetric metric) {
    return JsonText.object(
        json -> {
          json.writeStringField("record_uuid", metric.getRecordUuid().toString());
          json.writeNumberField("revision", metric.getRevision());
          json.writeStringField("region", metric.getRegion());
          json.writeStringField("ad_id", metric.getAdId());
          json.writeStringField("campaign_id", metric.getCampaignId());
          json.writeStringField("store_id", metric.getStoreId());
          json.writeNumberField("minute", metric.getMinute().getMillis());
          json.writeNumberField("impressions", metric.getImpressions());
          json.writeNumberField("clicks", metric.getClicks());
          json.writeNumberField("repeat_clicks", metric.getRepeatClicks());
          json.writeNumberField("spend_micros", metric.getSpendMicros());
        });
  }
}
