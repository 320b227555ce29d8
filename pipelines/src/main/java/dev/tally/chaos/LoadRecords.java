package dev.tally.chaos;

import dev.tally.transforms.codec.AdMetricJson;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.RecordUuid;
import org.joda.time.Instant;

/** The records of a load: ad metrics whose clicks are their revision, some before midnight. */
final class LoadRecords {
  private static final Instant FIRST = Instant.parse("2025-12-31T23:00:00Z");
  private static final long MINUTE_MILLIS = 60_000;

  private LoadRecords() {}

  static AdMetric record(int fact, long revision) {
    return AdMetric.builder()
        .setRecordUuid(RecordUuid.of("chaos", String.valueOf(fact)))
        .setRevision(revision)
        .setRegion("*")
        .setAdId("ad-" + fact)
        .setCampaignId("campaign")
        .setStoreId("store")
        .setMinute(FIRST.plus(fact * MINUTE_MILLIS))
        .setImpressions(0)
        .setClicks(revision)
        .setRepeatClicks(0)
        .setSpendMicros(revision)
        .setBrokerTime(FIRST.plus(fact * MINUTE_MILLIS))
        .build();
  }

  static byte[] encode(AdMetric record) {
    return AdMetricJson.encode(record);
  }
}
