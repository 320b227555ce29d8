package dev.tally.scenarios.chaos;

import dev.tally.transforms.codec.AdMetricJson;
import dev.tally.transforms.codec.RecordType;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.MetricMeasure;
import dev.tally.transforms.model.RecordUuid;
import dev.tally.transforms.model.RevisedRecord;
import java.util.List;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.joda.time.format.ISODateTimeFormat;

/**
 * Creates the records that are loaded: ad metrics whose clicks equal their revision. Some are
 * before midnight and some after, so that they belong to two Hive partitions.
 */
final class LoadRecords {
  private static final Instant FIRST = Instant.parse("2025-12-31T23:00:00Z");

  private LoadRecords() {}

  static AdMetric record(int fact, long revision) {
    Instant minute = FIRST.plus(Duration.standardMinutes(fact));
    return AdMetric.builder()
        .setRecordUuid(RecordUuid.of("chaos", String.valueOf(fact)))
        .setRevision(revision)
        .setRegion("*")
        .setAdId("ad-" + fact)
        .setCampaignId("campaign")
        .setStoreId("store")
        .setMinute(minute)
        .setSums(
            MeasureSums.NONE
                .with(MetricMeasure.CLICKS, revision)
                .with(MetricMeasure.SPEND_MICROS, revision))
        .setBrokerTime(minute)
        .build();
  }

  static byte[] encode(AdMetric record) {
    return AdMetricJson.encode(record);
  }

  /** Returns the columns of a row in a store. */
  static List<String> columns() {
    return RecordType.AD_METRIC.schema().getFieldNames();
  }

  /** Returns the expected values of a record in a store, in the order of {@link #columns}. */
  static List<String> values(AdMetric record) {
    Row row =
        RecordType.AD_METRIC.row(
            new RevisedRecord(
                record.getRecordUuid().toString(),
                record.getRevision(),
                record.getBrokerTime(),
                encode(record)));
    return row.getValues().stream().map(String::valueOf).toList();
  }

  /** Returns the Hive partition of a record, e.g. {@code 2025-12-31}. */
  static String day(AdMetric record) {
    return ISODateTimeFormat.date().withZoneUTC().print(record.getMinute());
  }
}
