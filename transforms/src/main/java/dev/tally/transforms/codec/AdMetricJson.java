package dev.tally.transforms.codec;

import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.MetricMeasure;

/**
 * Writes the wire format of {@link DefaultNames#AD_METRICS}. The Kafka key is the record UUID as
 * text, and the Kafka timestamp is the broker time.
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
          for (MetricMeasure measure : MetricMeasure.values()) {
            json.writeNumberField(measure.column(), metric.getSums().get(measure));
          }
        });
  }
}
