package dev.tally.transforms.codec;

import static java.util.Objects.requireNonNull;

import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.MetricMeasure;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.model.Verdict;
import java.util.UUID;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the wire format of {@link DefaultNames#AD_METRICS}. The Kafka key is the record
 * UUID as text, and the Kafka timestamp is the broker time.
 */
public final class AdMetricJson {
  private AdMetricJson() {}

  /** Decodes the metric that a Kafka value contains; see {@link WireFormat}. */
  static Verdict<AdMetric> decode(byte @Nullable [] value, int maxBytes, Instant brokerTime) {
    return RecordType.AD_METRIC
        .decode(value, maxBytes, brokerTime)
        .then(record -> Verdict.accepted(metric(record, RecordType.AD_METRIC.row(record))));
  }

  private static AdMetric metric(RevisedRecord record, Row row) {
    MeasureSums sums = MeasureSums.NONE;
    for (MetricMeasure measure : MetricMeasure.values()) {
      Long value = row.getInt64(measure.column());
      sums = value == null ? sums : sums.with(measure, value);
    }
    return AdMetric.builder()
        .setRecordUuid(UUID.fromString(record.recordUuid()))
        .setRevision(record.revision())
        .setRegion(text(row, "region"))
        .setAdId(text(row, "ad_id"))
        .setCampaignId(text(row, "campaign_id"))
        .setStoreId(text(row, "store_id"))
        .setMinute(Instant.ofEpochMilli(requireNonNull(row.getInt64("minute"))))
        .setSums(sums)
        .setBrokerTime(record.brokerTime())
        .build();
  }

  private static String text(Row row, String column) {
    return requireNonNull(row.getString(column));
  }

  /** Returns the metric as UTF-8 JSON, with the fields in a fixed order. */
  public static byte[] encode(AdMetric metric) {
    return JsonText.object(
        json -> {
          json.field("record_uuid", metric.getRecordUuid().toString());
          json.field("revision", metric.getRevision());
          json.field("region", metric.getRegion());
          json.field("ad_id", metric.getAdId());
          json.field("campaign_id", metric.getCampaignId());
          json.field("store_id", metric.getStoreId());
          json.field("minute", metric.getMinute().getMillis());
          for (MetricMeasure measure : MetricMeasure.values()) {
            json.field(measure.column(), metric.getSums().get(measure));
          }
        });
  }
}
