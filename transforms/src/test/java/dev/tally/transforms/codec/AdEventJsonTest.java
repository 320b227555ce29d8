package dev.tally.transforms.codec;

import static dev.tally.transforms.Cast.MEBIBYTE;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Any;
import dev.tally.transforms.model.BotList;
import dev.tally.transforms.model.DataCenterList;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.InvalidReason;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.Verdict;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdEventJsonTest {
  private static final String LINE =
      "{'event_id':'e','event_type':'click','event_time':1772366400000,'ad_id':'ad-1',"
          + "'campaign_id':'campaign-1','store_id':'store-1','user_id':'alice',"
          + "'region':'us-east','cost_micros':210000}";
  private static final String NOTHING_KNOWN = "{'x':";
  private static final BotList BOTS = BotList.parse("bots.txt", List.of("googlebot"));
  private static final DataCenterList CENTERS =
      DataCenterList.parse("centers.txt", List.of("192.0.2.0/24"));

  @Test
  void readsEveryField() {
    assertThat(decode(LINE)).isEqualTo(Verdict.accepted(click("e")));
  }

  @Test
  void findsTheReasonOfARawEvent_andForgetsTheClient() {
    String line =
        LINE.replace("}", ",'user_agent':'Googlebot/2.1','ip':'192.0.2.9','invalid_reason':'x'}");
    AdEvent bot = click("e").toBuilder().setInvalidReason(InvalidReason.BOT).build();
    assertThat(raw(line, rules(BOTS, DataCenterList.NONE))).isEqualTo(Verdict.accepted(bot));
    assertThat(raw(line, rules(BotList.NONE, CENTERS)))
        .isEqualTo(
            Verdict.accepted(bot.toBuilder().setInvalidReason(InvalidReason.DATA_CENTER).build()));
    assertThat(raw(LINE, rules(BOTS, CENTERS))).isEqualTo(Verdict.accepted(click("e")));
    assertThat(raw(line, InvalidTrafficRules.NONE)).isEqualTo(Verdict.accepted(click("e")));
    assertThat(new String(AdEventJson.encode(bot), UTF_8))
        .isEqualTo(LINE.replace('\'', '"').replace("}", ",\"invalid_reason\":\"bot\"}"));
    assertThat(decode(new String(AdEventJson.encode(bot), UTF_8).replace('"', '\'')))
        .isEqualTo(Verdict.accepted(click("e")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'ip':null",
        "'ip':7",
        "'ip':{'v4':['192.0.2.9']}",
        "'ip':'\\ud800'",
        "'ip':'','ip':'192.0.2.9'",
        "'user_agent':['googlebot']",
        "'user_agent':true,'ip':[]"
      })
  void acceptsAnEventWithAnInvalidClient_withAListAsWithoutOne(String client) {
    String line = LINE.replace("}", "," + client + "}");
    assertThat(decode(line)).isEqualTo(Verdict.accepted(click("e")));
    assertThat(raw(line, rules(BOTS, CENTERS))).isEqualTo(Verdict.accepted(click("e")));
  }

  private static InvalidTrafficRules rules(BotList bots, DataCenterList centers) {
    return new InvalidTrafficRules(bots, centers, null, 0);
  }

  private static Verdict<AdEvent> raw(String json, InvalidTrafficRules rules) {
    return AdEventJson.raw(rules).decode(json.replace('\'', '"').getBytes(UTF_8), MEBIBYTE, NOON);
  }

  @Test
  void readsAnImpression() {
    assertThat(decode(LINE.replace("click", "impression")))
        .isEqualTo(
            Verdict.accepted(click("e").toBuilder().setEventType(EventType.IMPRESSION).build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'x':1,",
        "{'x':null,",
        "{'x':[{'event_id':7},[[]]],'y':{'ad_id':{}},'x':'twice',",
        "{'x':1e400,'y':-0.5E-7,'z':'\\ud800',",
        " \t\r\n{",
        "{'Event_id':3,'':true,"
      })
  void skipsFieldsThatItDoesNotKnow(String start) {
    assertThat(decode(start + LINE.substring(1))).isEqualTo(Verdict.accepted(click("e")));
  }

  @ParameterizedTest
  @ValueSource(strings = {",'cost_micros':210000}|}", "210000}|null}", "210000}|0}", "210000}|-0}"})
  void takesTheCostForZero_whenItIsNotGiven(String change) {
    assertThat(decode(changed(change)))
        .isEqualTo(Verdict.accepted(click("e").toBuilder().setCostMicros(0).build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "-9223372036854775808", "-1"})
  void readsEveryCostOf64Bits(String cost) {
    AdEvent expected = click("e").toBuilder().setCostMicros(Long.parseLong(cost)).build();
    assertThat(decode(changed("210000|" + cost))).isEqualTo(Verdict.accepted(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "-9223372036854775808", "-1", "0"})
  void leavesBoundsOfTheTimeToTheRules(String time) {
    AdEvent expected =
        click("e").toBuilder().setEventTime(Instant.ofEpochMilli(Long.parseLong(time))).build();
    assertThat(decode(changed("1772366400000|" + time))).isEqualTo(Verdict.accepted(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "'e',|null,; MISSING_FIELD; event_id: expected a value",
        "'event_id':'e',|; MISSING_FIELD; event_id: expected a value",
        "'click'|null; MISSING_FIELD; event_type: expected a value",
        "1772366400000|null; MISSING_FIELD; event_time: expected a value",
        "ad_id|Ad_id; MISSING_FIELD; ad_id: expected a value",
        "campaign_id|x; MISSING_FIELD; campaign_id: expected a value",
        "store_id|x; MISSING_FIELD; store_id: expected a value",
        "'alice'|null; MISSING_FIELD; user_id: expected a value",
        "'us-east'|null; MISSING_FIELD; region: expected a value",
        "'e',|7,; WRONG_TYPE; event_id: expected a string",
        "'e',|['e'],; WRONG_TYPE; event_id: expected a string",
        "'e',|{'a':{'b':[]}},; WRONG_TYPE; event_id: expected a string",
        "'click'|true; WRONG_TYPE; event_type: expected a string",
        "1772366400000|'1772366400000'; WRONG_TYPE; event_time: expected an integer, found a string of digits: remove the quotation marks",
        "1772366400000|'2026-01-05T00:00:00Z'; WRONG_TYPE; event_time: expected an integer (epoch milliseconds, if it is a time), found a string that looks like an ISO 8601 time",
        "1772366400000|'today'; WRONG_TYPE; event_time: expected an integer",
        "1772366400000|1772366400000.0; WRONG_TYPE; event_time: expected an integer, found a number with a decimal point or an exponent",
        "1772366400000|1e12; WRONG_TYPE; event_time: expected an integer, found a number with a decimal point or an exponent",
        "1772366400000|[1]; WRONG_TYPE; event_time: expected an integer",
        "210000|'1'; WRONG_TYPE; cost_micros: expected an integer, found a string of digits: remove the quotation marks",
        "210000|0.0; WRONG_TYPE; cost_micros: expected an integer, found a number with a decimal point or an exponent",
        "210000|false; WRONG_TYPE; cost_micros: expected an integer",
        "210000|9223372036854775808; WRONG_TYPE; cost_micros: expected a 64-bit integer",
        "210000|-9223372036854775809; WRONG_TYPE; cost_micros: expected a 64-bit integer",
        "1772366400000|9223372036854775808; TIME_OUT_OF_BOUNDS; event_time: expected a 64-bit integer",
        "1772366400000|123456789012345678901; TIME_OUT_OF_BOUNDS; event_time: expected a 64-bit integer",
        "'click'|'Click'; UNKNOWN_EVENT_TYPE; event_type: expected impression or click",
        "'click'|''; UNKNOWN_EVENT_TYPE; event_type: expected impression or click",
        "ad-1|\\ud800; INVALID_UTF8; ad_id: expected valid Unicode, not an unpaired surrogate",
        "ad-1|\\udc00\\ud800; INVALID_UTF8; ad_id: expected valid Unicode, not an unpaired surrogate",
        "ad-1|\\ud800x; INVALID_UTF8; ad_id: expected valid Unicode, not an unpaired surrogate",
      })
  void refusesAMisfit(String change, Reason reason, String detail) {
    assertThat(decode(changed(change))).isEqualTo(Verdict.refused(reason, detail));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "7",
        "'text'",
        "[]",
        "{",
        "{'event_id'",
        "{'event_id':}",
        "{]",
        "{}{}",
        "{} x",
        "{}]",
        "{'x':01}",
        "{'x':NaN}",
        "{'x':+1}",
        "{x:1}",
        "{'x':1,}",
        "{'x':'\n'}",
        "{'x':'\\q'}",
        "{'x':tru}",
        "//\n{}",
        "\ufeff{}",
        "{\0}",
        "{'ad_id':'a','ad_id':'a'}",
        "{'ad_id':'a','ad_id':null}",
        "{'ad_id':null,'ad_id':'a'}",
        "{'ad_id':1,'ad_id':2}"
      })
  void refusesWhatIsNotOneJsonObject(String text) {
    assertThat(reason(decode(text))).isEqualTo(Reason.NOT_JSON);
  }

  @Test
  void takesBrokenJsonBeforeAnyMisfit() {
    assertThat(reason(decode("{'event_id':7,"))).isEqualTo(Reason.NOT_JSON);
  }

  @Test
  void reportsTheFirstMisfitOfMany() {
    assertThat(decode("{'cost_micros':'x','event_id':7}"))
        .isEqualTo(Verdict.refused(Reason.WRONG_TYPE, "cost_micros: expected an integer"));
  }

  @Test
  void refusesANullValue() {
    assertThat(AdEventJson.decode(null, MEBIBYTE, NOON))
        .isEqualTo(
            Verdict.refused(Reason.NULL_VALUE, "expected a JSON object, found a null value"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c0af", "eda080", "f4908080", "ff", "c3", "e282"})
  void refusesWhatIsNotUtf8(String hex) {
    byte[] bad = HexFormat.of().parseHex(hex);
    byte[] value = (LINE.replace('\'', '"') + "????").getBytes(UTF_8);
    System.arraycopy(bad, 0, value, value.length - bad.length, bad.length);
    assertThat(AdEventJson.decode(value, MEBIBYTE, NOON))
        .isEqualTo(Verdict.refused(Reason.INVALID_UTF8, "expected UTF-8"));
  }

  @Test
  void refusesUtf16() {
    byte[] value = json(LINE).getBytes(UTF_16LE);
    assertThat(reason(AdEventJson.decode(value, MEBIBYTE, NOON))).isEqualTo(Reason.NOT_JSON);
  }

  @Test
  void takesValuesUpToTheLimitAndNoLonger() {
    byte[] atLimit = Arrays.copyOf(json(LINE).getBytes(UTF_8), MEBIBYTE);
    Arrays.fill(atLimit, json(LINE).length(), MEBIBYTE, (byte) ' ');
    assertThat(AdEventJson.decode(atLimit, MEBIBYTE, NOON)).isEqualTo(Verdict.accepted(click("e")));
    byte[] over = Arrays.copyOf(atLimit, MEBIBYTE + 1);
    assertThat(AdEventJson.decode(over, MEBIBYTE, NOON))
        .isEqualTo(Verdict.refused(Reason.TOO_LARGE, "expected at most 1048576 bytes"));
  }

  @Test
  void takesUnknownFieldsNestedAHundredDeep() {
    // The object itself is the first level.
    String nested = "{'x':" + "[".repeat(99) + "]".repeat(99) + "," + LINE.substring(1);
    assertThat(decode(nested)).isEqualTo(Verdict.accepted(click("e")));
    String deeper = "{'x':" + "[".repeat(100) + "]".repeat(100) + "," + LINE.substring(1);
    assertThat(reason(decode(deeper))).isEqualTo(Reason.NOT_JSON);
  }

  @Test
  @Timeout(10)
  void takesNoLongTime_whateverItIsSent() {
    assertThat(reason(decode("[".repeat(MEBIBYTE)))).isEqualTo(Reason.NOT_JSON);
    assertThat(reason(decode("{'x':".repeat(10_000)))).isEqualTo(Reason.NOT_JSON);
    assertThat(reason(decode("x".repeat(10 * MEBIBYTE)))).isEqualTo(Reason.TOO_LARGE);
    String digits = "1".repeat(1_000_000);
    assertThat(reason(decode(changed("1772366400000|" + digits))))
        .isEqualTo(Reason.TIME_OUT_OF_BOUNDS);
    assertThat(reason(decode(changed("210000|-" + digits)))).isEqualTo(Reason.WRONG_TYPE);
    assertThat(reason(decode(changed("210000|0." + digits)))).isEqualTo(Reason.WRONG_TYPE);
    assertThat(reason(decode(changed("210000|1e" + digits)))).isEqualTo(Reason.WRONG_TYPE);
    assertThat(reason(decode(NOTHING_KNOWN + digits + "}"))).isEqualTo(Reason.MISSING_FIELD);
    assertThat(reason(decode(NOTHING_KNOWN + "'" + digits + "'}"))).isEqualTo(Reason.MISSING_FIELD);
    assertThat(reason(decode("{'" + digits + "':1}"))).isEqualTo(Reason.MISSING_FIELD);
  }

  @Property
  void givesAVerdictOnAnyBytes(@ForAll byte[] value) {
    assertThat(AdEventJson.decode(value, MEBIBYTE, NOON)).isNotNull();
  }

  @Property(tries = 5000)
  void givesAVerdictOnAnyDamagedLine(
      @ForAll("texts") String insert,
      @ForAll @IntRange(max = 185) int from,
      @ForAll @IntRange(max = 12) int length,
      @ForAll byte flipped) {
    byte[] line = json(LINE).getBytes(UTF_8);
    byte[] middle = insert.getBytes(UTF_8);
    byte[] damaged = Arrays.copyOf(line, line.length + middle.length);
    System.arraycopy(middle, 0, damaged, from, middle.length);
    System.arraycopy(line, from, damaged, from + middle.length, line.length - from);
    damaged[Math.min(from + length, damaged.length - 1)] ^= flipped;
    assertThat(AdEventJson.decode(damaged, MEBIBYTE, NOON)).isNotNull();
  }

  @Property(tries = 300)
  void readsBackWhatItWrote(@ForAll("events") AdEvent event) {
    assertThat(AdEventJson.decode(AdEventJson.encode(event), MEBIBYTE, event.getBrokerTime()))
        .isEqualTo(Verdict.accepted(event.toBuilder().setInvalidReason(null).build()));
  }

  @Test
  void writesTheFieldsOfTheWireTableInOrder() {
    assertThat(new String(AdEventJson.encode(click("e")), UTF_8)).isEqualTo(json(LINE));
  }

  @Test
  void writesUtf8_andEscapesOnlyWhatJsonMust() {
    AdEvent event = click("ключ€").toBuilder().setAdId("é😀\u0007\"\\").build();
    assertThat(new String(AdEventJson.encode(event), UTF_8))
        .contains("\"event_id\":\"ключ€\"", "\"ad_id\":\"é😀\\u0007\\\"\\\\\"");
    assertThat(AdEventJson.decode(AdEventJson.encode(event), MEBIBYTE, NOON))
        .isEqualTo(Verdict.accepted(event));
  }

  @Test
  void writesAnEventWithinTwoAndAHalfKilobytes_whateverItsIds() {
    String longest = "\u4e2d".repeat(128);
    AdEvent event =
        click(longest).toBuilder()
            .setAdId(longest)
            .setCampaignId(longest)
            .setStoreId(longest)
            .setUserId(longest)
            .setRegion(longest)
            .setCostMicros(1_000_000_000_000L)
            .build();
    assertThat(AdEventJson.encode(event)).hasSizeLessThan(2_560);
  }

  /**
   * The decoder rejects an unpaired surrogate, so no record contains one; still, a writer must not
   * fail on it.
   */
  @Test
  void writesJson_whenATextHoldsHalfASurrogatePair() {
    String json = new String(AdEventJson.encode(click("a\ud800")), UTF_8);
    assertThat(json).startsWith("{\"event_id\":\"a").endsWith("}");
  }

  @Provide
  Arbitrary<AdEvent> events() {
    return Any.adEvent();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("{}[]:,\"\\u0123456789eE.-+ntf\u0000é").ofMaxLength(12);
  }

  private static String changed(String change) {
    int bar = change.indexOf('|');
    String from = change.substring(0, bar);
    assertThat(LINE).contains(from);
    return LINE.replace(from, change.substring(bar + 1));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static Verdict<AdEvent> decode(String text) {
    return AdEventJson.decode(json(text).getBytes(UTF_8), MEBIBYTE, NOON);
  }

  private static Reason reason(Verdict<AdEvent> verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused<AdEvent>) verdict).reason();
  }
}
