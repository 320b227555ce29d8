package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.transforms.Cast;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.RawRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroMappingTest {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Click", "namespace": "acme", "fields": [
        {"name": "id", "type": "string"},
        {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["VIEW", "TAP"]}},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "ad", "type": ["null", {"type": "record", "name": "Ad", "fields": [
          {"name": "id", "type": "string"}, {"name": "campaign", "type": "int"}]}]},
        {"name": "labels", "type": {"type": "map", "values": "string"}},
        {"name": "price", "type":
          {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 4}}]}
      """;

  private static final String MAPPING =
      """
      to: ad-events
      input: avro
      schema: click.avsc
      fields:
        event_id: id
        event_type: {from: kind, map: {VIEW: impression, TAP: click}}
        event_time: at
        ad_id: ad.id
        campaign_id: ad.campaign
        store_id: labels.store
        user_id: {const: u}
        region: {const: eu}
        cost_micros: {from: price, unit: units}
      """;

  private static final Schema CLICK = new Schema.Parser().parse(SCHEMA);

  private static MappingFile file(String mapping) {
    return MappingFile.of("m.yaml", mapping).withSchema("click.avsc", SCHEMA.getBytes(UTF_8));
  }

  private static GenericRecord click(String id) {
    GenericRecord ad = new GenericData.Record(CLICK.getField("ad").schema().getTypes().get(1));
    ad.put("id", "ad-1");
    ad.put("campaign", 42);
    GenericRecord click = new GenericData.Record(CLICK);
    click.put("id", id);
    click.put("kind", new GenericData.EnumSymbol(CLICK.getField("kind").schema(), "TAP"));
    click.put("at", 1_772_366_400_123_999L);
    click.put("ad", ad);
    click.put("labels", Map.of("store", "s-1", "other", "x"));
    click.put("price", ByteBuffer.wrap(new byte[] {0x04, (byte) 0xD2}));
    return click;
  }

  private static byte[] encode(GenericRecord value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<>(value.getSchema()).write(value, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static byte[] confluent(int id, byte[] value) {
    return ByteBuffer.allocate(5 + value.length).put((byte) 0).putInt(id).put(value).array();
  }

  private static Mapped<AdEvent> map(String mapping, byte[] value) {
    RawRecord record = RawRecord.of("us", "ad-events", 3, 1207, Cast.NOON, value);
    return Mapped.of(Mapping.toAdEvents(file(mapping)), record);
  }

  @Test
  void mapsEnumsTimesDecimalsMapsAndNestedRecords() throws IOException {
    AdEvent event = map(MAPPING, encode(click("e-1"))).value();

    assertThat(event)
        .isEqualTo(
            AdEvent.builder()
                .setEventId("e-1")
                .setEventType(EventType.CLICK)
                .setEventTime(org.joda.time.Instant.ofEpochMilli(1_772_366_400_123L))
                .setAdId("ad-1")
                .setCampaignId("42")
                .setStoreId("s-1")
                .setUserId("u")
                .setRegion("eu")
                .setCostMicros(123_400)
                .setBrokerTime(Cast.NOON)
                .build());
  }

  @Test
  void aTimeWithALogicalTypeNeedsNoUnit_andIsDigitsAsAText() throws IOException {
    String mapping =
        MAPPING
            .replace("event_time: at", "event_time: {from: at, unit: iso8601}")
            .replace("user_id: {const: u}", "user_id: at");

    AdEvent event = map(mapping, encode(click("e-1"))).value();

    assertThat(event.getEventTime().getMillis()).isEqualTo(1_772_366_400_123L);
    assertThat(event.getUserId()).isEqualTo("1772366400123999");
  }

  @Test
  void aNullBranchIsAnAbsentValue() throws IOException {
    GenericRecord click = click("e-1");
    click.put("ad", null);

    Mapped<AdEvent> mapped = map(MAPPING, encode(click));

    assertThat(mapped.refused.get(0).reason()).isEqualTo(Reason.MISSING_FIELD);
    assertThat(mapped.refused.get(0).detail()).contains("ad_id", "(m.yaml:8)");
  }

  @Test
  void readsConfluentsWireFormat_withTheSchemaOfEachId() throws IOException {
    String mapping = MAPPING.replace("schema: click.avsc", "schemas: {17: click.avsc}");
    byte[] value = encode(click("e-1"));

    assertThat(map(mapping, confluent(17, value)).value().getEventId()).isEqualTo("e-1");
    assertThat(map(mapping, confluent(18, value)).refused.get(0))
        .satisfies(no -> assertThat(no.reason()).isEqualTo(Reason.NOT_IN_FORMAT))
        .satisfies(no -> assertThat(no.detail()).contains("schema id 18", "(m.yaml:3)"));
    assertThat(map(mapping, value).refused.get(0).detail()).contains("no header of Confluent's");
    assertThat(map(mapping, new byte[] {0, 0}).refused.get(0).detail()).contains("too few bytes");
  }

  @Test
  void rejectsBytesThatAreNoValueOfTheSchema() throws IOException {
    byte[] value = encode(click("e-1"));
    byte[] notUtf8 = value.clone();
    notUtf8[1] = (byte) 0xFF;
    byte[] otherSymbol = value.clone();
    otherSymbol[4] = 4;

    assertThat(map(MAPPING, Arrays.copyOf(value, value.length - 1)).refused.get(0).detail())
        .isEqualTo("expected a value of the schema click.avsc, found too few bytes (m.yaml:3)");
    assertThat(map(MAPPING, Arrays.copyOf(value, value.length + 1)).refused.get(0).detail())
        .contains("more data after it");
    assertThat(map(MAPPING, notUtf8).refused.get(0).reason()).isEqualTo(Reason.INVALID_UTF8);
    assertThat(map(MAPPING, otherSymbol).refused.get(0).detail()).contains("a symbol that");
  }

  @Test
  void limitsListsOfValuesWithoutBytes_andNesting() {
    String lists =
        "{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},"
            + "{\"name\":\"n\",\"type\":{\"type\":\"array\",\"items\":\"null\"}}]}";
    byte[] many = {0, -2, -1, -1, -1, -1, -1, -1, -1, -1, 1, 0};
    String nested =
        "{\"type\":\"record\",\"name\":\"N\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},"
            + "{\"name\":\"n\",\"type\":[\"null\",\"N\"]}]}";
    byte[] deep = new byte[400];
    for (int i = 1; i < deep.length; i += 2) {
      deep[i] = 2;
    }

    assertThat(readId(lists, many).detail()).contains("more items than");
    assertThat(readId(nested, deep).detail()).contains("nesting deeper than 100");
  }

  private static Rejection readId(String schema, byte[] value) {
    Shape shape = Shape.root();
    shape.at(List.of("id")).slot(0);
    BinaryReader reader =
        AvroPlan.compile(
            AvroSchemaReader.read(schema),
            shape,
            new BinarySplit(Shape.root(), "", ""),
            new ReachedSlots());
    return new BinaryInput(reader, "a value", "m.yaml:1").read(value, new Slots(1));
  }

  @Test
  void makesRecordsOfTheItemsOfAList_whosePayloadsMakeThemAgain() throws IOException {
    Schema batch =
        new Schema.Parser()
            .parse(
                ("{\"type\":\"record\",\"name\":\"Batch\",\"fields\":[{\"name\":\"user\",\"type\":"
                        + "\"string\"},{\"name\":\"clicks\",\"type\":{\"type\":\"array\",\"items\":"
                        + "[\"null\",%s]}},{\"name\":\"end\",\"type\":\"string\"}]}")
                    .formatted(SCHEMA));
    String mapping =
        MAPPING
            .replace("schema: click.avsc", "schema: click.avsc\nsplit: clicks")
            .replace("user_id: {const: u}", "user_id: $.user");
    GenericRecord value = new GenericData.Record(batch);
    value.put("user", "u-7");
    GenericRecord broken = click("e-2");
    broken.put("ad", null);
    value.put("clicks", Arrays.asList(click("e-1"), null, broken, click("e-3")));
    value.put("end", "x");
    MappingFile file =
        MappingFile.of("m.yaml", mapping)
            .withSchema("click.avsc", batch.toString().getBytes(UTF_8));
    Mapping<AdEvent> pieces = Mapping.toAdEvents(file);
    RawRecord record = RawRecord.of("us", "ad-events", 3, 7, Cast.NOON, encode(value));

    Mapped<AdEvent> mapped = Mapped.of(pieces, record);

    assertThat(mapped.values).extracting(AdEvent::getEventId).containsExactly("e-1", "e-3");
    assertThat(mapped.values).extracting(AdEvent::getUserId).containsOnly("u-7");
    assertThat(mapped.refused.get(0).detail()).startsWith("item 2: ad_id");
    assertThat(mapped.records).extracting(RawRecord::toString).contains("us/ad-events-3@7#2");
    value.put("clicks", List.of(broken));
    assertThat(mapped.records.get(1).getPayload()).isEqualTo(encode(value));
    assertThat(Mapped.of(pieces, record.piece(1, mapped.records.get(0).getPayload())).value())
        .isEqualTo(mapped.values.get(0));
  }

  @Test
  void survivesSerialization_withItsSchemas() throws IOException {
    Mapping<AdEvent> mapping = Mapping.toAdEvents(file(MAPPING));

    Mapping<AdEvent> copy = SerializableUtils.ensureSerializable(mapping);

    RawRecord record = RawRecord.of("us", "ad-events", 3, 7, Cast.NOON, encode(click("e-1")));
    assertThat(Mapped.of(copy, record).value()).isEqualTo(Mapped.of(mapping, record).value());
    assertThat(copy.fingerprint())
        .isEqualTo(mapping.fingerprint())
        .isNotEqualTo(
            Mapping.toAdEvents(
                    file(MAPPING).withSchema("click.avsc", (SCHEMA + " ").getBytes(UTF_8)))
                .fingerprint());
    assertThat(mapping.isBinary()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          schema: click.avsc | schema: other.avsc       | m.yaml:3: other.avsc: no such file in the directory
          schema: click.avsc | split: labels            | m.yaml:2: expected exactly one of schema
          schema: click.avsc | schema: click.avsc\\nschemas: {1: click.avsc} | m.yaml:3: expected exactly one of schema
          schema: click.avsc | schemas: {x: click.avsc} | m.yaml:3: schemas: "x" is not the id of a schema
          schema: click.avsc | schemas: {"*": click.avsc} | m.yaml:3: schemas: Avro can only be read
          schema: click.avsc | schemas: {}              | m.yaml:3: schemas: expected at least one
          schema: click.avsc | schema: click.avsc\\nmessage: X | m.yaml:4: message needs "input: protobuf"
          schema: click.avsc | schema: click.avsc\\nsplit: labels | m.yaml:4: split: the schema has no such list
          input: avro        | input: json              | m.yaml:3: schema needs "input: avro or protobuf"
          event_id: id       | event_id: ids            | m.yaml:5: "ids" is not in the schema
          store_id: labels.store | store_id: ad.store   | m.yaml:10: "ad.store" is not in the schema
          """)
  void namesTheLineAndWhatToDo(String from, String to, String expected) {
    String text = MAPPING.replace(from, to.replace("\\n", "\n"));

    assertThatThrownBy(() -> Mapping.toAdEvents(file(text)))
        .isInstanceOf(InvalidMapping.class)
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                | not JSON
          {"type": "text"}                 | unknown type "text"
          {"name": "x"}                    | "type" is missing
          {"type": "record", "name": "X"}  | "fields" is missing
          {"type": "enum", "name": "X"}    | "symbols" is missing
          {"type": "fixed", "name": "X", "size": -1} | "size" is not a number from 0
          {"type": "bytes", "logicalType": "decimal", "precision": 3, "scale": 4} | "scale" is not a number from 0 to 3
          """)
  void saysWhyASchemaIsInvalid(String schema, String expected) {
    MappingFile file =
        MappingFile.of("m.yaml", MAPPING).withSchema("click.avsc", schema.getBytes(UTF_8));

    assertThatThrownBy(() -> Mapping.toAdEvents(file))
        .isInstanceOf(InvalidMapping.class)
        .hasMessageContaining("m.yaml:3: click.avsc: " + expected);
  }
}
