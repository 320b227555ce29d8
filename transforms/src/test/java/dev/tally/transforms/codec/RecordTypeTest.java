package dev.tally.transforms.codec;

import static dev.tally.transforms.Cast.MEBIBYTE;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.codec.RecordType.AD_METRIC;
import static dev.tally.transforms.codec.RecordType.ATTRIBUTED_ORDER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RecordUuid;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.model.Verdict;
import java.util.Locale;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

class RecordTypeTest {
  private static final String UUID = RecordUuid.ofAttributedOrder("last_touch", "o").toString();
  private static final String METRIC =
      """
      {"record_uuid":"%s","revision":17,"region":"r","ad_id":"a","campaign_id":"c","store_id":"s",
       "minute":60000,"impressions":9,"clicks":8,"repeat_clicks":7,"spend_micros":6,"more":[{}]}"""
          .formatted(UUID);
  private static final String ORDER =
      """
      {"record_uuid":"%s","revision":1,"model":"last_touch","order_id":"o","user_id":"u","store_id":"s","order_time":5,
       "status":"placed","amount_micros":4,"currency":"EUR","region":"r","details_status":"PRESENT",
       "items":3,"category":"x","new_customer":true,"credits":[
       {"event_id":"e","touch_type":"click","touch_time":2,"ad_id":"a","campaign_id":"c","credit_micros":1}]}"""
          .formatted(UUID);

  @Test
  void takesIdAndRevision_andKeepsTheWholeValue() {
    Verdict<RevisedRecord> verdict = decode(AD_METRIC, METRIC);
    assertThat(verdict)
        .isEqualTo(Verdict.accepted(new RevisedRecord(UUID, 17, NOON, METRIC.getBytes(UTF_8))));
    assertThat(verdict.toString()).doesNotContain("impressions");
  }

  @Test
  void givesTheFieldsOfAMetricAsARow() {
    assertThat(row(AD_METRIC, METRIC).getValues())
        .containsExactly(UUID, 17L, "r", "a", "c", "s", 60_000L, 9L, 8L, 7L, 6L, null, null);
  }

  @Test
  void givesTheFieldsOfAnOrderAsARow_alsoThoseOfSharedCredit() {
    Row row = row(ATTRIBUTED_ORDER, ORDER);
    assertThat(row.getString("touch_event_id")).isNull();
    assertThat(row.getBoolean("new_customer")).isTrue();
    assertThat(row.<Row>getArray("credits"))
        .singleElement()
        .satisfies(
            credit ->
                assertThat(credit.getValues()).containsExactly("e", "click", 2L, "a", "c", 1L));
  }

  @Test
  void takesTheLargestRevision() {
    assertThat(decode(AD_METRIC, METRIC.replace("17", String.valueOf(Long.MAX_VALUE))))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesWhatIsNoRecordOfTally() {
    assertThat(reason(METRIC.replace("17", "-1"))).isEqualTo(Reason.NOT_A_RECORD);
    assertThat(reason(METRIC.replace("17", "9223372036854775808"))).isEqualTo(Reason.WRONG_TYPE);
    assertThat(reason(METRIC.replace("17", "\"17\""))).isEqualTo(Reason.WRONG_TYPE);
    assertThat(reason(METRIC.replace("revision", "version"))).isEqualTo(Reason.MISSING_FIELD);
    assertThat(reason(METRIC.replace("\"minute\":60000,", ""))).isEqualTo(Reason.MISSING_FIELD);
    assertThat(reason(METRIC.replace(UUID, UUID.toUpperCase(Locale.ROOT))))
        .isEqualTo(Reason.NOT_A_RECORD);
    assertThat(reason(METRIC.replace(UUID, "o-1"))).isEqualTo(Reason.NOT_A_RECORD);
    assertThat(reason("not json")).isEqualTo(Reason.NOT_JSON);
    assertThat(AD_METRIC.decode(null, MEBIBYTE, NOON))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.NULL_VALUE));
  }

  @Test
  void refusesBrokenCredits_andNamesNoValue() {
    assertThat(order("\"credit_micros\":1", "\"credit_micros\":\"x\""))
        .isEqualTo("WRONG_TYPE credit_micros: expected an integer");
    assertThat(order(",\"credit_micros\":1", ""))
        .isEqualTo("MISSING_FIELD credit_micros: expected a value");
    assertThat(order("\"credits\":[", "\"credits\":[1,"))
        .isEqualTo("WRONG_TYPE credits: expected a list of objects");
    assertThat(order("\"touch_time\":2", "\"ad_id\":\"b\""))
        .startsWith("NOT_JSON")
        .endsWith("the field ad_id twice");
    assertThat(order("]}", "]")).startsWith("NOT_JSON");
    assertThat(order("]}", "]}]}")).startsWith("NOT_JSON");
  }

  private static String order(String part, String instead) {
    Verdict.Refused<RevisedRecord> refused =
        (Verdict.Refused<RevisedRecord>) decode(ATTRIBUTED_ORDER, ORDER.replace(part, instead));
    return refused.reason() + " " + refused.detail();
  }

  private static Reason reason(String json) {
    return ((Verdict.Refused<RevisedRecord>) decode(AD_METRIC, json)).reason();
  }

  private static Row row(RecordType type, String json) {
    return type.row(((Verdict.Accepted<RevisedRecord>) decode(type, json)).value());
  }

  private static Verdict<RevisedRecord> decode(RecordType type, String json) {
    return type.decode(json.getBytes(UTF_8), MEBIBYTE, NOON);
  }
}
