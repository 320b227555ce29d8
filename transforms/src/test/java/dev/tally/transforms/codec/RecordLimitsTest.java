package dev.tally.transforms.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.CampaignSpend;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.SpendStatus;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares records with the longest ids of every kind of character with the limits that are derived
 * from them.
 */
class RecordLimitsTest {
  private static final Instant LAST = Instant.ofEpochMilli((1L << 42) - 1);

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\\", "\u00e9", "\u2028", "\ud55c", "\ud83d\ude00"})
  void everyRecordOfTheLongestIdsFits(String character) {
    String id = character.repeat(RecordLimits.ID_CHARACTERS / character.length());
    assertThat(AdEventJson.encode(event(id))).hasSizeLessThan(RecordLimits.cleanAdEvent());
    assertThat(AdMetricJson.encode(metric(id))).hasSizeLessThan(RecordLimits.adMetric());
    assertThat(CampaignSpendJson.encode(spend(id))).hasSizeLessThan(RecordLimits.campaignSpend());
  }

  private static AdEvent event(String id) {
    return AdEvent.builder()
        .setEventId(id)
        .setEventType(EventType.IMPRESSION)
        .setEventTime(LAST)
        .setAdId(id)
        .setCampaignId(id)
        .setStoreId(id)
        .setUserId(id)
        .setRegion(id)
        .setCostMicros(Long.MAX_VALUE)
        .setBrokerTime(LAST)
        .build();
  }

  private static CampaignSpend spend(String id) {
    long most = Long.MAX_VALUE;
    return new CampaignSpend(
        most, id, LAST, most, most, most, LAST, most, SpendStatus.EXHAUSTED, LAST, LAST);
  }

  private static AdMetric metric(String id) {
    return AdMetric.builder()
        .setRegion(id)
        .setAdId(id)
        .setCampaignId(id)
        .setStoreId(id)
        .setMinute(Instant.ofEpochMilli(0))
        .setRecordUuid(new java.util.UUID(-1, -1))
        .setRevision(Long.MAX_VALUE)
        .setSums(MeasureSums.of(1L << 55, 1L << 54, 1L << 54, Long.MAX_VALUE))
        .setBrokerTime(LAST)
        .build();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1 << 20, RecordLimits.RAW_TOPIC_BYTES})
  void aDeadLetterOfThePayloadThatItsLimitWasDerivedFromIsWhole(int payloadBytes) {
    RawRecord record = RawRecord.of("us", "t", 3, 1207, LAST, new byte[payloadBytes]);
    DeadLetter letter = DeadLetter.of("DecodeAdEvents", Reason.NOT_JSON, "d".repeat(5_000), record);
    int limit = RecordLimits.deadLetter(payloadBytes);
    byte[] json = DeadLetterJson.encode(letter, limit);
    assertThat(json).hasSizeLessThan(limit);
    assertThat(new String(json, java.nio.charset.StandardCharsets.US_ASCII))
        .doesNotContain("payload_omitted");
  }
}
