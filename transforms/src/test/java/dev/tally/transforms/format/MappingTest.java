package dev.tally.transforms.format;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.BotList;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.DataCenterList;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.InvalidReason;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.RawRecord;
import java.util.List;
import org.apache.beam.sdk.util.SerializableUtils;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingTest {
  private static final String REST =
      """
        ad_id: {const: a}
        campaign_id: {const: c}
        store_id: {const: s}
        user_id: {const: u}
        region: {const: eu}
      """;

  private static final String CLICKS =
      """
      to: ad-events
      fields:
        event_id: id
        event_type: {const: click}
        event_time: time
      """
          + REST;

  /** Returns the mapping of clicks, with another way to make the event time. */
  private static String clicksAt(String time) {
    return CLICKS.replace("event_time: time", "event_time: " + time);
  }

  private static String clicksFor(String cost) {
    return CLICKS + "  cost_micros: " + cost + "\n";
  }

  private static Reason reason(Mapped<?> mapped) {
    assertThat(mapped.refused).as("%s", mapped).hasSize(1);
    return mapped.refused.get(0).reason();
  }

  @Test
  void mapsPathsConstantsAndDefaults() {
    AdEvent event = Mapped.of(CLICKS, "{\"id\":\"e\",\"time\":5,\"more\":[{\"id\":1}]}").value();

    assertThat(event)
        .isEqualTo(
            AdEvent.builder()
                .setEventId("e")
                .setEventType(EventType.CLICK)
                .setEventTime(Instant.ofEpochMilli(5))
                .setAdId("a")
                .setCampaignId("c")
                .setStoreId("s")
                .setUserId("u")
                .setRegion("eu")
                .setCostMicros(0)
                .setBrokerTime(event.getBrokerTime())
                .build());
  }

  @Test
  void findsNestedValuesAndElementsOfLists() {
    String mapping = CLICKS.replace("event_id: id", "event_id: 'a.\"b.c\"[1].d e'");

    assertThat(
            Mapped.of(mapping, "{\"time\":5,\"a\":{\"x\":{},\"b.c\":[{},{\"d e\":\"e-1\"},{}]}}")
                .value()
                .getEventId())
        .isEqualTo("e-1");
    assertThat(reason(Mapped.of(mapping, "{\"time\":5,\"a\":{\"b.c\":[{\"d e\":\"e-1\"}]}}")))
        .isEqualTo(Reason.MISSING_FIELD);
    assertThat(reason(Mapped.of(mapping, "{\"time\":5,\"a\":[]}"))).isEqualTo(Reason.MISSING_FIELD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          time                                                     | 1772366400000             | 1772366400000
          time                                                     | "1772366400000"           | 1772366400000
          {from: time, unit: s}                                    | 1772366400                | 1772366400000
          {from: time, unit: s}                                    | 1772366400.1239           | 1772366400123
          {from: time, unit: s}                                    | "1772366400.1239"         | 1772366400123
          {from: time, unit: us}                                   | 1772366400000999          | 1772366400000
          {from: time, unit: us}                                   | -1                        | -1
          {from: time, unit: ns}                                   | 1772366400000999999       | 1772366400000
          {from: time, unit: s, since: "2026-03-01T12:00:00Z"}     | 1                         | 1772366401000
          {from: time, unit: iso8601}                              | "2026-03-01T12:00:00Z"    | 1772366400000
          {from: time, unit: iso8601}                              | "2026-03-01 12:00:00"     | 1772366400000
          {from: time, unit: iso8601}                              | "2026-03-01T12:00:00.1239876Z" | 1772366400123
          {from: time, unit: iso8601}                              | "2026-03-01T13:00:00+01:00" | 1772366400000
          {from: time, unit: iso8601}                              | "2026-03-01T06:30:00-0530" | 1772366400000
          {from: time, unit: iso8601}                              | "2024-02-29T00:00:00Z"    | 1709164800000
          {from: time, unit: iso8601}                              | "1969-12-31T23:59:59.999Z" | -1
          """)
  void convertsTimes(String time, String value, long expected) {
    assertThat(
            Mapped.of(clicksAt(time), "{\"id\":\"e\",\"time\":%s}".formatted(value))
                .value()
                .getEventTime()
                .getMillis())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          time                        | "soon"                   | WRONG_TYPE
          time                        | true                     | WRONG_TYPE
          time                        | [5]                      | WRONG_TYPE
          time                        | {}                       | WRONG_TYPE
          time                        | null                     | MISSING_FIELD
          time                        | ""                       | MISSING_FIELD
          time                        | 99999999999999999999999  | TIME_OUT_OF_BOUNDS
          time                        | 1e999999999              | TIME_OUT_OF_BOUNDS
          {from: time, unit: s}       | 9223372036854775807      | TIME_OUT_OF_BOUNDS
          {from: time, unit: iso8601} | 1772366400               | WRONG_TYPE
          {from: time, unit: iso8601} | "2026-02-29T12:00:00Z"   | WRONG_TYPE
          {from: time, unit: iso8601} | "2026-13-01T12:00:00Z"   | WRONG_TYPE
          {from: time, unit: iso8601} | "2026-03-01T24:00:00Z"   | WRONG_TYPE
          {from: time, unit: iso8601} | "2026-03-01T12:00:00.Z"  | WRONG_TYPE
          {from: time, unit: iso8601} | "2026-03-01T12:00:00X"   | WRONG_TYPE
          {from: time, unit: iso8601} | "2026-03-01T12:00:00+99:00" | WRONG_TYPE
          {from: time, unit: iso8601} | "2026-03-01"             | WRONG_TYPE
          """)
  void refusesWhatIsNoTime(String time, String value, Reason expected) {
    assertThat(reason(Mapped.of(clicksAt(time), "{\"id\":\"e\",\"time\":%s}".formatted(value))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cost                               | 7                     | 7
          {from: cost, unit: units}          | 0.21                  | 210000
          {from: cost, unit: units}          | "0.21"                | 210000
          {from: cost, unit: units}          | 0.30000000000000004   | 300000
          {from: cost, unit: units}          | 9.4e-05               | 94
          {from: cost, unit: units}          | 1e-999999999          | 0
          {from: cost, unit: units}          | 0e999999999           | 0
          {from: cost, unit: units}          | 0.0000005             | 0
          {from: cost, unit: units}          | 0.0000015             | 2
          {from: cost, unit: units}          | -1                    | -1000000
          {from: cost, unit: cents}          | 21                    | 210000
          {from: cost, unit: cpm}            | 2.5                   | 2500
          {from: cost, unit: units, default: 3} | null               | 3000000
          {from: cost, unit: units, default: 3} | ""                 | 3000000
          {from: cost, unit: units}          | null                  | 0
          """)
  void convertsAmountsExactly(String cost, String value, long expected) {
    assertThat(
            Mapped.of(clicksFor(cost), "{\"id\":\"e\",\"time\":5,\"cost\":%s}".formatted(value))
                .value()
                .getCostMicros())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, WRONG_TYPE",
    "1e30, WRONG_TYPE",
    "1e999999999, WRONG_TYPE",
    "'\"1,5\"', WRONG_TYPE",
    "'\"NaN\"', WRONG_TYPE",
    "NaN, NOT_JSON",
    "false, WRONG_TYPE"
  })
  void refusesWhatIsNoAmount(String value, Reason expected) {
    String mapping = clicksFor("{from: cost, unit: units}");

    assertThat(reason(Mapped.of(mapping, "{\"id\":\"e\",\"time\":5,\"cost\":%s}".formatted(value))))
        .isEqualTo(expected);
  }

  @Test
  void usesTheFirstAlternativeWithAValue() {
    String mapping = CLICKS.replace("user_id: {const: u}", "user_id: [user, device, session.id]");

    assertThat(
            Mapped.of(
                    mapping,
                    "{\"id\":\"e\",\"time\":5,\"user\":null,\"device\":\"\",\"session\":{\"id\":42}}")
                .value()
                .getUserId())
        .isEqualTo("42");
  }

  @Test
  void joinsValuesToAText() {
    String mapping = CLICKS.replace("event_id: id", "event_id: {join: [id, n], separator: ':'}");

    assertThat(Mapped.of(mapping, "{\"id\":\"e\",\"n\":7,\"time\":5}").value().getEventId())
        .isEqualTo("e:7");
    assertThat(reason(Mapped.of(mapping, "{\"id\":\"e\",\"time\":5}")))
        .isEqualTo(Reason.MISSING_FIELD);
  }

  @Test
  void aTextIsAnIntegerAsItIsWritten_andNoOtherType() {
    assertThat(Mapped.of(CLICKS, "{\"id\":42,\"time\":5}").value().getEventId()).isEqualTo("42");
    assertThat(reason(Mapped.of(CLICKS, "{\"id\":4.2,\"time\":5}"))).isEqualTo(Reason.WRONG_TYPE);
    assertThat(reason(Mapped.of(CLICKS, "{\"id\":true,\"time\":5}"))).isEqualTo(Reason.WRONG_TYPE);
    assertThat(reason(Mapped.of(CLICKS, "{\"id\":[\"e\"],\"time\":5}")))
        .isEqualTo(Reason.WRONG_TYPE);
    assertThat(reason(Mapped.of(CLICKS, "{\"id\":\"\\ud800\",\"time\":5}")))
        .isEqualTo(Reason.INVALID_UTF8);
  }

  @Test
  void anEmptyTextWithoutAlternative_remainsEmpty_soThatCleansingRejectsIt() {
    assertThat(Mapped.of(CLICKS, "{\"id\":\"\",\"time\":5}").value().getEventId()).isEmpty();
  }

  @Test
  void replacesValues_andRejectsSkipsOrKeepsTheOthers() {
    String typed = CLICKS.replace("{const: click}", "{from: t, map: {tap: click}%s}");
    String tap = "{\"id\":\"e\",\"time\":5,\"t\":\"tap\"}";
    String click = tap.replace("tap", "click");

    assertThat(Mapped.of(typed.formatted(""), tap).value().getEventType())
        .isEqualTo(EventType.CLICK);
    assertThat(Mapped.of(typed.formatted(""), click).refused)
        .singleElement()
        .satisfies(
            no -> {
              assertThat(no.reason()).isEqualTo(Reason.UNMAPPED_VALUE);
              assertThat(no.detail())
                  .isEqualTo("event_type: expected one of the values under \"map\" (test.yaml:4)");
            });
    assertThat(Mapped.of(typed.formatted(", otherwise: skip"), click).skipped).isOne();
    assertThat(Mapped.of(typed.formatted(", otherwise: keep"), click).value().getEventType())
        .isEqualTo(EventType.CLICK);
    assertThat(reason(Mapped.of(typed.formatted(", otherwise: keep"), tap.replace("tap", "x"))))
        .isEqualTo(Reason.UNKNOWN_EVENT_TYPE);
  }

  @Test
  void skipsInputsThatDoNotFulfilTheConditions() {
    String mapping = CLICKS + "when:\n  kind: [ad, 7, true]\n  deleted: [null, false]\n";
    String value = "{\"id\":\"e\",\"time\":5,\"kind\":%s}";

    assertThat(Mapped.of(mapping, value.formatted("\"ad\"")).values).hasSize(1);
    assertThat(Mapped.of(mapping, value.formatted("7")).values).hasSize(1);
    assertThat(Mapped.of(mapping, value.formatted("true,\"deleted\":false")).values).hasSize(1);
    assertThat(Mapped.of(mapping, value.formatted("\"ad\",\"deleted\":true")).skipped).isOne();
    assertThat(Mapped.of(mapping, value.formatted("\"page\"")).skipped).isOne();
    assertThat(Mapped.of(mapping, value.formatted("null")).skipped).isOne();
    assertThat(Mapped.of(mapping, value.formatted("{}")).skipped).isOne();
  }

  @Test
  void anyValueFulfilsAStar() {
    String mapping = CLICKS + "when:\n  ad: \"*\"\n";

    assertThat(Mapped.of(mapping, "{\"id\":\"e\",\"time\":5,\"ad\":{}}").values).hasSize(1);
    assertThat(Mapped.of(mapping, "{\"id\":\"e\",\"time\":5,\"ad\":null}").skipped).isOne();
  }

  @Test
  void makesSeveralRecordsOfOne_eachWithALocationOfItsOwn() {
    String mapping =
        CLICKS.replace("  event_type: {const: click}\n", "")
            + "records:\n"
            + "  - fields: {event_type: {const: impression}}\n"
            + "  - when: {clicked: 1}\n"
            + "    fields: {event_type: {const: click}, event_time: clickTime}\n";

    Mapped<AdEvent> both =
        Mapped.of(mapping, "{\"id\":\"e\",\"time\":5,\"clicked\":1,\"clickTime\":6}");
    Mapped<AdEvent> one = Mapped.of(mapping, "{\"id\":\"e\",\"time\":5,\"clicked\":0}");
    Mapped<AdEvent> half = Mapped.of(mapping, "{\"id\":\"e\",\"time\":5,\"clicked\":1}");

    assertThat(both.values)
        .extracting(AdEvent::getEventType)
        .containsExactly(EventType.IMPRESSION, EventType.CLICK);
    assertThat(both.records)
        .extracting(RawRecord::toString)
        .containsExactly(record("") + "#1", record("") + "#2");
    assertThat(one.values).hasSize(1);
    assertThat(half.values).hasSize(1);
    assertThat(half.refused).extracting(no -> no.reason()).containsExactly(Reason.MISSING_FIELD);
  }

  @Test
  void splitsAList_andThePayloadOfAPieceIsTheInputWithoutTheOthers() {
    String mapping = CLICKS.replace("ad_id: {const: a}", "ad_id: $.ad") + "split: data.items\n";
    String value =
        "{\"data\":{\"items\": [{\"id\":\"e-1\",\"time\":5}, null ,{\"id\":\"é\",\"time\":true},{\"id\":\"e-3\",\"time\":7}]},\"ad\":\"a-7\"}";

    Mapped<AdEvent> mapped = Mapped.of(mapping, value);

    assertThat(mapped.values).extracting(AdEvent::getEventId).containsExactly("e-1", "e-3");
    assertThat(mapped.values).extracting(AdEvent::getAdId).containsOnly("a-7");
    assertThat(mapped.refused)
        .extracting(no -> no.detail())
        .containsExactly("item 2: event_time: expected milliseconds (test.yaml:5)");
    assertThat(mapped.records).extracting(RawRecord::getPiece).containsExactly(1, 2, 3);
    assertThat(mapped.payloads())
        .containsExactly(
            "{\"data\":{\"items\": [{\"id\":\"e-1\",\"time\":5}]},\"ad\":\"a-7\"}",
            "{\"data\":{\"items\": [{\"id\":\"é\",\"time\":true}]},\"ad\":\"a-7\"}",
            "{\"data\":{\"items\": [{\"id\":\"e-3\",\"time\":7}]},\"ad\":\"a-7\"}");
    assertThat(Mapped.of(mapping, mapped.payloads().get(2)).value())
        .isEqualTo(mapped.values.get(1));
  }

  @Test
  void theIndexOfAnItemRemains_whenAPieceIsMappedAgain() {
    String mapping =
        CLICKS.replace("event_id: id", "event_id: {join: [$.id, $index]}") + "split: items\n";

    Mapped<AdEvent> mapped =
        Mapped.of(
            mapping, "{\"id\":\"e\",\"items\":[null,{\"time\":5},{\"time\":6},{\"time\":7}]}");

    assertThat(mapped.values).extracting(AdEvent::getEventId).containsExactly("e-1", "e-2", "e-3");
    assertThat(Mapped.of(mapping, mapped.payloads().get(2)).value())
        .isEqualTo(mapped.values.get(2));
  }

  @Test
  void anEmptyListIsSkipped_andNoListIsRejected() {
    String mapping = CLICKS + "split: items\n";

    assertThat(Mapped.of(mapping, "{\"items\":[]}").skipped).isOne();
    assertThat(Mapped.of(mapping, "{\"items\":[null]}").skipped).isOne();
    assertThat(reason(Mapped.of(mapping, "{}"))).isEqualTo(Reason.MISSING_FIELD);
    assertThat(reason(Mapped.of(mapping, "{\"items\":{}}"))).isEqualTo(Reason.MISSING_FIELD);
    assertThat(reason(Mapped.of(mapping, "{\"items\":[7]}"))).isEqualTo(Reason.WRONG_TYPE);
  }

  @Test
  void refusesAnInputWhosePiecesTogetherAreTooLarge() {
    String mapping = CLICKS + "split: items\n";
    String value =
        "{\"more\":\"%s\",\"items\":[%s]}".formatted("x".repeat(500_000), "{},".repeat(20) + "{}");

    assertThat(reason(Mapped.of(mapping, value))).isEqualTo(Reason.TOO_LARGE);
    assertThat(reason(Mapped.of(mapping, "{\"items\":[" + "{},".repeat(10_000) + "{}]}")))
        .isEqualTo(Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                  | NOT_JSON
          []                                 | NOT_JSON
          {}{}                               | NOT_JSON
          {"id":"e","id":"f","time":5}       | NOT_JSON
          {"id":"e","time":5                 | NOT_JSON
          {"id":"e"}                         | MISSING_FIELD
          """)
  void refusesWhatIsNoObject(String value, Reason expected) {
    assertThat(reason(Mapped.of(CLICKS, value))).isEqualTo(expected);
  }

  @Test
  void refusesDeepNestingLongValuesAndInvalidBytes() {
    String deep = "[".repeat(200) + "]".repeat(200);

    assertThat(reason(Mapped.of(CLICKS, "{\"id\":%s,\"time\":5}".formatted(deep))))
        .isEqualTo(Reason.NOT_JSON);
    assertThat(reason(Mapped.of(CLICKS, " ".repeat(1 << 20) + "{}"))).isEqualTo(Reason.TOO_LARGE);
    assertThat(reason(Mapped.of(mapping(CLICKS), raw(new byte[] {(byte) 0xff}))))
        .isEqualTo(Reason.INVALID_UTF8);
  }

  @Test
  void aNullValueIsRejected_unlessTheMappingSkipsIt() {
    RawRecord tombstone = raw(null);

    assertThat(reason(Mapped.of(mapping(CLICKS), tombstone))).isEqualTo(Reason.NULL_VALUE);
    assertThat(Mapped.of(mapping(CLICKS + "null_values: skip\n"), tombstone).skipped).isOne();
  }

  @Test
  void readsLinesOfColumns() {
    String mapping = CLICKS + "input: csv\ndelimiter: ;\ncolumns: [time, \"a.b\", id]\n";

    assertThat(Mapped.of(mapping, "5;;\"a;\"\"b\"\"\"\r\n").value().getEventId())
        .isEqualTo("a;\"b\"");
    assertThat(Mapped.of(mapping, "time;a.b;id").skipped).isOne();
    assertThat(reason(Mapped.of(mapping, "5;;"))).isEqualTo(Reason.MISSING_FIELD);
    assertThat(reason(Mapped.of(mapping, "5;e"))).isEqualTo(Reason.NOT_IN_FORMAT);
    assertThat(reason(Mapped.of(mapping, "5;6;7;8"))).isEqualTo(Reason.NOT_IN_FORMAT);
    assertThat(reason(Mapped.of(mapping, "5;6;\"e"))).isEqualTo(Reason.NOT_IN_FORMAT);
    assertThat(reason(Mapped.of(mapping, "5;\"6\"x;e"))).isEqualTo(Reason.NOT_IN_FORMAT);
    assertThat(reason(Mapped.of(mapping, ""))).isEqualTo(Reason.NOT_IN_FORMAT);
  }

  @Test
  void mapsOrders() {
    String mapping =
        """
        to: orders
        fields:
          order_id: id
          user_id: user
          store_id: {const: s}
          order_time: {from: at, unit: s}
          status: {from: state, map: {done: placed}, otherwise: keep}
          amount_micros: {from: total, unit: units}
          currency: {from: currency, default: EUR}
          region: {const: eu}
          line_id: line
        """;

    Order order =
        Mapped.of(
                Mapping.toOrders(MappingFile.of("o.yaml", mapping)),
                record("{\"id\":1,\"user\":\"u\",\"at\":5,\"state\":\"done\",\"total\":\"1.5\"}"))
            .value();

    assertThat(order.getOrderId()).isEqualTo("1");
    assertThat(order.getStatus()).isEqualTo("placed");
    assertThat(order.getAmountMicros()).isEqualTo(1_500_000);
    assertThat(order.getCurrency()).isEqualTo("EUR");
    assertThat(order.getLineId()).isEmpty();
    assertThat(order.getOrderTime()).isEqualTo(Instant.ofEpochMilli(5_000));
  }

  @Test
  void mapsCampaigns() {
    String mapping =
        """
        to: campaigns
        fields:
          campaign_id: id
          valid_from: {const: 0}
          click_window_ms: {from: days, unit: d}
          view_window_ms: {from: hours, unit: h}
          daily_budget_micros: {from: budget, unit: cents}
          active: {from: state, map: {RUNNING: true}, otherwise: keep}
        """;
    String value = "{\"id\":\"c\",\"days\":7,\"hours\":\"24\",\"budget\":500,\"state\":%s}";
    Mapping<CampaignVersion> campaigns = Mapping.toCampaigns(MappingFile.of("c.yaml", mapping));

    assertThat(Mapped.of(campaigns, record(value.formatted("\"RUNNING\""))).value())
        .isEqualTo(
            new CampaignVersion(
                "c",
                Instant.EPOCH,
                Duration.standardDays(7),
                Duration.standardDays(1),
                5_000_000,
                true,
                record("").getBrokerTime()));
    assertThat(Mapped.of(campaigns, record(value.formatted("false"))).value().active()).isFalse();
  }

  @Test
  void aSerializedMappingIsTheSame() {
    Mapping<AdEvent> copy = SerializableUtils.clone(mapping(CLICKS));

    assertThat(copy).hasToString(mapping(CLICKS).toString());
    assertThat(Mapped.of(copy, record("{\"id\":\"e\",\"time\":5}")).values).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'client':'Googlebot/2.1','from':['x']|BOT",
        "'client':'Firefox','from':'192.0.2.9'|DATA_CENTER",
        "'client':'Firefox','from':'10.0.0.1'|",
        "'client':{'name':'googlebot'},'from':3|",
        "'client':'\\ud800','from':null|",
        "'client':7.5|"
      },
      quoteCharacter = '`')
  void findsInvalidTraffic_andAcceptsAnInvalidClient(String client, InvalidReason reason) {
    InvalidTrafficRules rules =
        new InvalidTrafficRules(
            BotList.parse("bots.txt", List.of("googlebot")),
            DataCenterList.parse("centers.txt", List.of("192.0.2.0/24")),
            null,
            0);
    MappingFile file = MappingFile.of("c.yaml", CLICKS + "  user_agent: client\n  ip: from\n");
    RawRecord raw = record(("{'id':'e','time':5," + client + "}").replace('\'', '"'));

    Mapping<AdEvent> mapping = SerializableUtils.clone(Mapping.toRawAdEvents(file, rules));
    assertThat(Mapped.of(mapping, raw).value().getInvalidReason()).isEqualTo(reason);
    assertThat(Mapped.of(Mapping.toAdEvents(file), raw).value().isInvalid()).isFalse();
  }

  @Test
  void explainsWhatAValueBecomes() {
    Mapping<?> mapping = Mapping.of(MappingFile.of("c.yaml", CLICKS + "when: {kind: ad}\n"));

    assertThat(mapping.target()).isEqualTo("ad-events");
    assertThat(explain(mapping, "{\"id\":\"e\",\"time\":5,\"kind\":\"ad\"}"))
        .containsExactly(
            "accepted event_id=e event_type=click event_time=1970-01-01T00:00:00.005Z ad_id=a"
                + " campaign_id=c store_id=s user_id=u region=eu cost_micros=0");
    assertThat(explain(mapping, "{\"time\":5,\"kind\":\"ad\"}"))
        .containsExactly("rejected MISSING_FIELD: event_id: expected a value at id (c.yaml:3)");
    assertThat(explain(mapping, "{}")).containsExactly("skipped");
  }

  private static List<String> explain(Mapping<?> mapping, String value) {
    return mapping.explain(value.getBytes(UTF_8), NOON).stream()
        .map(Explanation::toString)
        .toList();
  }

  private static Mapping<AdEvent> mapping(String text) {
    return Mapping.toAdEvents(MappingFile.of("test.yaml", text));
  }

  private static RawRecord raw(byte[] payload) {
    return RawRecord.of("us", "ad-events", 3, 1207, NOON, payload);
  }
}
