package dev.tally.transforms.codec;

import static dev.tally.transforms.Cast.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.CampaignReach;
import dev.tally.transforms.model.CampaignSpend;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.model.SpendStatus;
import dev.tally.transforms.model.UserSketch;
import dev.tally.transforms.model.Verdict;
import java.util.Base64;
import java.util.UUID;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class OutputJsonTest {
  @Test
  void writesAMetricAsTheWireTableSays() {
    AdMetric metric =
        AdMetric.builder()
            .setRecordUuid(UUID.fromString("528ce020-f60d-5b49-bbfd-2a6e3fcda62c"))
            .setRevision((63L << 57) + 6)
            .setRegion("us-east")
            .setAdId("a")
            .setCampaignId("\ud800")
            .setStoreId("s")
            .setMinute(NOON)
            .setSums(MeasureSums.of(1, 3, 2, 300, 1, 2))
            .setBrokerTime(NOON)
            .build();
    assertThat(new String(AdMetricJson.encode(metric), UTF_8))
        .isEqualTo(
            "{\"record_uuid\":\"528ce020-f60d-5b49-bbfd-2a6e3fcda62c\","
                + "\"revision\":9079256848778919942,\"region\":\"us-east\",\"ad_id\":\"a\","
                + "\"campaign_id\":\"\\uD800\",\"store_id\":\"s\",\"minute\":1772366400000,"
                + "\"impressions\":1,\"clicks\":3,\"repeat_clicks\":2,\"spend_micros\":300,"
                + "\"invalid_impressions\":1,\"invalid_clicks\":2}");
  }

  @Test
  void readsAMetricAsItWasWritten() {
    AdMetric metric =
        AdMetric.builder()
            .setRecordUuid(UUID.fromString("528ce020-f60d-5b49-bbfd-2a6e3fcda62c"))
            .setRevision(6)
            .setRegion("us-east")
            .setAdId("a")
            .setCampaignId("c")
            .setStoreId("s")
            .setMinute(NOON)
            .setSums(MeasureSums.of(1, 3, 2, 300))
            .setBrokerTime(NOON)
            .build();
    byte[] json = AdMetricJson.encode(metric);
    assertThat(AdMetricJson.decode(json, json.length, NOON)).isEqualTo(Verdict.accepted(metric));
  }

  @Test
  void writesTheSpendOfACampaignWithoutTheFieldsThatItLacks() {
    CampaignSpend active =
        new CampaignSpend(
            7,
            "c",
            NOON,
            300,
            500L,
            6,
            NOON,
            12,
            SpendStatus.ACTIVE,
            NOON.plus(Duration.millis(9)),
            NOON);
    String common =
        "{\"record_uuid\":\"%s\",\"revision\":7,\"campaign_id\":\"c\",\"day\":1772366400000,"
            .formatted(active.recordUuid());
    assertThat(new String(CampaignSpendJson.encode(active), UTF_8))
        .isEqualTo(
            common
                + "\"spend_micros\":300,\"budget_micros\":500,\"rate_micros_per_minute\":6,"
                + "\"as_of\":1772366400000,\"bound_micros\":12,\"status\":\"active\","
                + "\"active_until\":1772366400009}");
    CampaignSpend unlimited =
        new CampaignSpend(7, "c", NOON, 300, null, 6, NOON, 12, SpendStatus.ACTIVE, null, NOON);
    byte[] json = CampaignSpendJson.encode(unlimited);
    assertThat(new String(json, UTF_8)).doesNotContain("budget_micros", "active_until");
    assertThat(RecordType.CAMPAIGN_SPEND.decode(json, json.length, NOON))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void writesTheUsersOfACampaign_andTheRowHasTheSameSketch() {
    UserSketch.Builder users = new UserSketch.Builder();
    users.add("alice");
    CampaignReach reach =
        new CampaignReach(1, "c", NOON, EventType.IMPRESSION, users.build(), NOON);
    byte[] json = CampaignReachJson.encode(reach);
    assertThat(new String(json, UTF_8))
        .isEqualTo(
            "{\"record_uuid\":\"%s\",\"revision\":1,\"campaign_id\":\"c\",\"day_start\":1772366400000,"
                    .formatted(reach.recordUuid())
                + "\"event_type\":\"impression\",\"users\":1,\"users_low\":1,\"users_high\":1,"
                + "\"users_sketch_base64\":\"%s\"}"
                    .formatted(Base64.getEncoder().encodeToString(reach.users().toBytes())));
    Verdict<RevisedRecord> decoded = RecordType.CAMPAIGN_REACH.decode(json, json.length, NOON);
    RevisedRecord record = ((Verdict.Accepted<RevisedRecord>) decoded).value();
    assertThat(RecordType.CAMPAIGN_REACH.row(record).getBytes("users_sketch"))
        .isEqualTo(reach.users().toBytes());
  }

  @Test
  void rejectsASketchThatIsNotBase64() {
    UserSketch noUsers = UserSketch.EMPTY;
    CampaignReach reach = new CampaignReach(0, "c", NOON, EventType.CLICK, noUsers, NOON);
    byte[] json =
        new String(CampaignReachJson.encode(reach), UTF_8)
            .replaceFirst("(sketch_base64\":\")[^\"]*", "$1?")
            .getBytes(UTF_8);
    assertThat(RecordType.CAMPAIGN_REACH.decode(json, json.length, NOON))
        .isEqualTo(Verdict.refused(Reason.WRONG_TYPE, "users_sketch_base64: expected base64"));
  }

  @Test
  void writesADeadLetterWithItsPayloadWhole() {
    RawRecord record =
        RawRecord.of("us", "ad-events", 3, 1207, NOON, new byte[] {(byte) 0xff, 0, '"', 'x'});
    assertThat(encode(DeadLetter.of("DecodeAdEvents", Reason.INVALID_UTF8, "d", record)))
        .isEqualTo(
            "{\"step\":\"DecodeAdEvents\",\"reason\":\"INVALID_UTF8\",\"detail\":\"d\","
                + "\"region\":\"us\",\"topic\":\"ad-events\",\"partition\":3,\"offset\":1207,"
                + "\"broker_time\":1772366400000,\"payload\":\"/wAieA==\"}");
  }

  @Test
  void writesNull_whenTheDeadLetterHasNoPayload() {
    RawRecord record = RawRecord.of("us", "ad-events", 3, 1207, NOON, null);
    assertThat(encode(DeadLetter.of("DecodeAdEvents", Reason.NULL_VALUE, "d", record)))
        .endsWith("\"payload\":null}");
  }

  @Test
  void writesALargePayloadInOnePiece() {
    RawRecord record = RawRecord.of("us", "ad-events", 3, 1207, NOON, new byte[10 << 20]);
    String text = encode(DeadLetter.of("DecodeAdEvents", Reason.TOO_LARGE, "d", record));
    assertThat(text).hasSizeGreaterThan((10 << 20) / 3 * 4).doesNotContain("\n");
  }

  @Test
  void writesLengthAndHashInsteadOfAPayload_whereTheTopicAcceptsLess() {
    RawRecord record = RawRecord.of("us", "ad-events", 3, 1207, NOON, new byte[1 << 20]);
    DeadLetter letter = DeadLetter.of("DecodeAdEvents", Reason.NOT_JSON, "d", record);
    assertThat(new String(DeadLetterJson.encode(letter, 1 << 20), UTF_8))
        .endsWith(
            "\"offset\":1207,\"broker_time\":1772366400000,\"payload\":null,"
                + "\"payload_omitted\":true,\"payload_bytes\":1048576,\"payload_sha256\":"
                + "\"30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58\"}");
  }

  @Test
  void keysADeadLetterByItsLocation_andAResultByItsContent() {
    RawRecord record = RawRecord.of("us", "ad-events", 3, 1207, NOON, new byte[] {1});
    assertThat(DeadLetterJson.key(DeadLetter.of("s", Reason.NOT_JSON, "d", record)))
        .isEqualTo("us/ad-events-3@1207");
    RawRecord result = RawRecord.of("us", "ad-metrics", -1, -1, NOON, new byte[] {1});
    assertThat(DeadLetterJson.key(DeadLetter.of("s", Reason.RESULT_TOO_LARGE, "d", result)))
        .isEqualTo("us/ad-metrics@4bf5122f344554c5");
  }

  @Test
  void theKeyOfAPieceOfARecordHasItsNumber_andSoHasTheDeadLetter() {
    RawRecord piece =
        RawRecord.of("us", "ad-events", 3, 1207, NOON, new byte[] {1}).piece(2, new byte[] {2});
    DeadLetter letter = DeadLetter.of("s", Reason.WRONG_TYPE, "d", piece);

    assertThat(DeadLetterJson.key(letter)).isEqualTo("us/ad-events-3@1207#2");
    assertThat(encode(letter)).contains("\"offset\":1207,\"piece\":2,").contains("\"Ag==\"");
  }

  private static String encode(DeadLetter letter) {
    return new String(DeadLetterJson.encode(letter, Integer.MAX_VALUE), UTF_8);
  }
}
