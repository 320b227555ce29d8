package dev.tally.transforms.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Bytes;
import dev.tally.transforms.Cast;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.RawRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.DescriptorProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Descriptors.Descriptor;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Descriptors.DescriptorValidationException;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Descriptors.FileDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DynamicMessage;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Int64Value;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Timestamp;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.TimestampProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.WrappersProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtoMappingTest {
  private static final String MAPPING =
      """
      to: ad-events
      input: protobuf
      schema: acme.desc
      message: acme.Click
      fields:
        event_id: id
        event_type: {const: click}
        event_time: at
        ad_id: {from: ad, default: none}
        campaign_id: {const: c}
        store_id: {const: s}
        user_id: {const: u}
        region: {const: eu}
        cost_micros: cost
      """;

  private static final FileDescriptorProto FILE =
      FileDescriptorProto.newBuilder()
          .setName("acme.proto")
          .setPackage("acme")
          .setSyntax("proto3")
          .addDependency(TimestampProto.getDescriptor().getFullName())
          .addDependency(WrappersProto.getDescriptor().getFullName())
          .addMessageType(
              DescriptorProto.newBuilder()
                  .setName("Batch")
                  .addField(
                      field("clicks", 1, FieldDescriptorProto.Type.TYPE_MESSAGE, ".acme.Click")
                          .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED))
                  .addField(field("user", 2, FieldDescriptorProto.Type.TYPE_STRING, "")))
          .addMessageType(
              DescriptorProto.newBuilder()
                  .setName("Click")
                  .addField(field("id", 1, FieldDescriptorProto.Type.TYPE_STRING, ""))
                  .addField(
                      field(
                          "at",
                          2,
                          FieldDescriptorProto.Type.TYPE_MESSAGE,
                          ".google.protobuf.Timestamp"))
                  .addField(field("ad", 3, FieldDescriptorProto.Type.TYPE_STRING, ""))
                  .addField(
                      field(
                          "cost",
                          4,
                          FieldDescriptorProto.Type.TYPE_MESSAGE,
                          ".google.protobuf.Int64Value")))
          .build();

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type, String typeName) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setName(name)
            .setNumber(number)
            .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
            .setType(type);
    return typeName.isEmpty() ? field : field.setTypeName(typeName);
  }

  private static Descriptor type(String name) {
    try {
      return FileDescriptor.buildFrom(
              FILE,
              new FileDescriptor[] {TimestampProto.getDescriptor(), WrappersProto.getDescriptor()})
          .findMessageTypeByName(name);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final Descriptor CLICK = type("Click");

  private static byte[] set(boolean withImports) {
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder().addFile(FILE);
    if (withImports) {
      set.addFile(TimestampProto.getDescriptor().toProto())
          .addFile(WrappersProto.getDescriptor().toProto());
    }
    return set.build().toByteArray();
  }

  private static MappingFile file(String mapping) {
    return MappingFile.of("m.yaml", mapping).withSchema("acme.desc", set(true));
  }

  private static DynamicMessage.Builder click(String id) {
    return DynamicMessage.newBuilder(CLICK)
        .setField(CLICK.findFieldByName("id"), id)
        .setField(
            CLICK.findFieldByName("at"),
            Timestamp.newBuilder().setSeconds(1_772_366_400).setNanos(123_999_999).build())
        .setField(CLICK.findFieldByName("cost"), Int64Value.of(Long.MAX_VALUE));
  }

  private static Mapped<AdEvent> map(String mapping, byte[] value) {
    RawRecord record = RawRecord.of("us", "ad-events", 3, 1207, Cast.NOON, value);
    return Mapped.of(Mapping.toAdEvents(file(mapping)), record);
  }

  @Test
  void mapsTimestampsWrappersAndDefaults() {
    AdEvent event = map(MAPPING, click("e-1").build().toByteArray()).value();

    assertThat(event)
        .isEqualTo(
            AdEvent.builder()
                .setEventId("e-1")
                .setEventType(EventType.CLICK)
                .setEventTime(org.joda.time.Instant.ofEpochMilli(1_772_366_400_123L))
                .setAdId("none")
                .setCampaignId("c")
                .setStoreId("s")
                .setUserId("u")
                .setRegion("eu")
                .setCostMicros(Long.MAX_VALUE)
                .setBrokerTime(Cast.NOON)
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "-1, 999999999, -1",
    "253402300799, 999999999, 253402300799999",
    "-62135596800, 0, -62135596800000",
  })
  void convertsTimestamps(long seconds, int nanos, long expected) {
    Timestamp time = Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    byte[] value = click("e").setField(CLICK.findFieldByName("at"), time).build().toByteArray();

    assertThat(map(MAPPING, value).value().getEventTime().getMillis()).isEqualTo(expected);
  }

  @Test
  void skipsUnknownFields() {
    byte[] unknown = {(8 << 3) | 3, 9 << 3, 1, (8 << 3) | 4, (7 << 3) | 5, 1, 2, 3, 4};
    byte[] value = Bytes.concat(unknown, click("e-1").build().toByteArray(), unknown);

    assertThat(map(MAPPING, value).value().getEventId()).isEqualTo("e-1");
  }

  @Test
  void readsConfluentsWireFormat_withItsMessageIndexes() {
    byte[] click = click("e-1").build().toByteArray();
    byte[] second = Bytes.concat(new byte[] {0, 0, 0, 0, 17, 2, 2}, click);
    byte[] first = Bytes.concat(new byte[] {0, 0, 0, 0, 17, 0}, click);
    String oneId = MAPPING.replace("schema: acme.desc", "schemas: {17: acme.desc}");
    String anyId = MAPPING.replace("schema: acme.desc", "schemas: {\"*\": acme.desc}");
    byte[] otherId = second.clone();
    otherId[4] = 18;

    assertThat(map(oneId, second).value().getEventId()).isEqualTo("e-1");
    assertThat(map(anyId, otherId).value().getEventId()).isEqualTo("e-1");
    assertThat(map(oneId, otherId).refused.get(0).detail()).contains("schema id 18");
    assertThat(map(oneId, first).refused.get(0).detail())
        .contains("the message with the indexes [0], not [1] (acme.Click)", "(m.yaml:3)");
  }

  @Test
  void rejectsBytesThatAreNoMessage() {
    byte[] value = click("e-1").build().toByteArray();
    byte[] notUtf8 = value.clone();
    notUtf8[2] = (byte) 0xFF;

    assertThat(map(MAPPING, Arrays.copyOf(value, value.length - 1)).refused.get(0))
        .satisfies(no -> assertThat(no.reason()).isEqualTo(Reason.NOT_IN_FORMAT))
        .satisfies(no -> assertThat(no.detail()).contains("too few bytes (m.yaml:3)"));
    assertThat(map(MAPPING, notUtf8).refused.get(0).reason()).isEqualTo(Reason.INVALID_UTF8);
    assertThat(map(MAPPING, new byte[] {0}).refused.get(0).detail()).contains("the number 0");
    assertThat(map(MAPPING, new byte[] {(9 << 3) | 4}).refused.get(0).detail())
        .contains("an unknown encoding");
    byte[] groups = new byte[300];
    Arrays.fill(groups, (byte) ((9 << 3) | 3));
    assertThat(map(MAPPING, groups).refused.get(0).detail()).contains("nesting deeper than 100");
  }

  @Test
  void makesRecordsOfTheItemsOfAField_whosePayloadsMakeThemAgain() {
    Descriptor batch = type("Batch");
    String mapping =
        MAPPING
            .replace("message: acme.Click", "message: acme.Batch\nsplit: clicks")
            .replace("user_id: {const: u}", "user_id: $.user");
    Mapping<AdEvent> pieces = Mapping.toAdEvents(file(mapping));
    DynamicMessage broken = click("e-2").clearField(CLICK.findFieldByName("at")).build();
    DynamicMessage.Builder value =
        DynamicMessage.newBuilder(batch).setField(batch.findFieldByName("user"), "u-7");
    for (DynamicMessage click : List.of(click("e-1").build(), broken, click("e-3").build())) {
      value.addRepeatedField(batch.findFieldByName("clicks"), click);
    }
    RawRecord record =
        RawRecord.of("us", "ad-events", 3, 7, Cast.NOON, value.build().toByteArray());

    Mapped<AdEvent> mapped = Mapped.of(pieces, record);

    assertThat(mapped.values).extracting(AdEvent::getEventId).containsExactly("e-1", "e-3");
    assertThat(mapped.values).extracting(AdEvent::getUserId).containsOnly("u-7");
    assertThat(mapped.refused.get(0).detail()).startsWith("item 1: event_time");
    assertThat(mapped.records.get(1).getPayload())
        .isEqualTo(
            value
                .clearField(batch.findFieldByName("clicks"))
                .addRepeatedField(batch.findFieldByName("clicks"), broken)
                .build()
                .toByteArray());
    assertThat(Mapped.of(pieces, record.piece(1, mapped.records.get(0).getPayload())).value())
        .isEqualTo(mapped.values.get(0));
    assertThat(Mapped.of(pieces, record.piece(1, new byte[0])).skipped).isEqualTo(1);
  }

  @Test
  void refusesASetWithoutImports_andOneThatIsNone() {
    MappingFile without = MappingFile.of("m.yaml", MAPPING).withSchema("acme.desc", set(false));
    MappingFile none =
        MappingFile.of("m.yaml", MAPPING)
            .withSchema("acme.desc", ByteBuffer.allocate(3).putShort((short) 0x0A0A).array());

    assertThatThrownBy(() -> Mapping.toAdEvents(without))
        .hasMessageContaining(
            "m.yaml:3: acme.desc: there is no message \"google.protobuf.Timestamp")
        .hasMessageContaining("--include_imports");
    assertThatThrownBy(() -> Mapping.toAdEvents(none))
        .hasMessageContaining("m.yaml:3: acme.desc: not a descriptor set");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          message: acme.Click | message: acme.Tap   | m.yaml:3: acme.desc: there is no message "acme.Tap", only acme.Batch, acme.Click,
          message: acme.Click | null_values: reject | m.yaml:2: "message" is missing
          message: acme.Click | message: acme.Click\\nsplit: id | m.yaml:3: acme.desc: split: id is not a repeated field
          message: acme.Click | message: acme.Click\\nsplit: cost.x | m.yaml:5: split: the schema has no such list
          event_id: id        | event_id: uuid      | m.yaml:6: "uuid" is not in the schema
          schema: acme.desc   | schema: none.desc   | m.yaml:3: none.desc: no such file
          """)
  void namesTheLineAndWhatToDo(String from, String to, String expected) {
    String text = MAPPING.replace(from, to.replace("\\n", "\n"));

    assertThatThrownBy(() -> Mapping.toAdEvents(file(text)))
        .isInstanceOf(InvalidMapping.class)
        .hasMessageContaining(expected);
  }
}
