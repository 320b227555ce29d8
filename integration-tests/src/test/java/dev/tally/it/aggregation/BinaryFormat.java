package dev.tally.it.aggregation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.DescriptorProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.FileDescriptorSet;

/** Mappings of Avro and Protobuf, and values for them. The bytes are written without a library. */
public enum BinaryFormat {
  /** Avro in Confluent's wire format, with the schema id 17. */
  AVRO {
    @Override
    void writeSchema(Path dir) throws IOException {
      Files.writeString(
          dir.resolve("tap.avsc"),
          """
          {"type": "record", "name": "Tap", "fields": [
            {"name": "id", "type": "string"},
            {"name": "kind", "type": "string"},
            {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
          """);
    }

    @Override
    String input() {
      return "input: avro\nschemas: {17: tap.avsc}\n";
    }

    @Override
    public byte[] value(String id, String kind, long time) {
      ByteBuffer value = ByteBuffer.allocate(100).put((byte) 0).putInt(17);
      varint(value, 2L * id.length()).put(id.getBytes(UTF_8));
      varint(value, 2L * kind.length()).put(kind.getBytes(UTF_8));
      return bytes(varint(value, 2 * time));
    }
  },

  /** Protobuf in Confluent's wire format; the message is the second one of its file. */
  PROTOBUF {
    @Override
    void writeSchema(Path dir) throws IOException {
      DescriptorProto tap =
          DescriptorProto.newBuilder()
              .setName("Tap")
              .addField(field("id", 1, FieldDescriptorProto.Type.TYPE_STRING))
              .addField(field("kind", 2, FieldDescriptorProto.Type.TYPE_STRING))
              .addField(field("at", 3, FieldDescriptorProto.Type.TYPE_INT64))
              .build();
      FileDescriptorProto file =
          FileDescriptorProto.newBuilder()
              .setName("tap.proto")
              .setPackage("acme")
              .setSyntax("proto3")
              .addMessageType(DescriptorProto.newBuilder().setName("Other"))
              .addMessageType(tap)
              .build();
      try (ByteArrayOutputStream set = new ByteArrayOutputStream()) {
        FileDescriptorSet.newBuilder().addFile(file).build().writeTo(set);
        Files.write(dir.resolve("tap.desc"), set.toByteArray());
      }
    }

    @Override
    String input() {
      return "input: protobuf\nschemas: {\"*\": tap.desc}\nmessage: acme.Tap\n";
    }

    @Override
    public byte[] value(String id, String kind, long time) {
      ByteBuffer value = ByteBuffer.allocate(100).put(new byte[] {0, 0, 0, 0, 17, 2, 2});
      varint(value.put((byte) ((1 << 3) | 2)), id.length()).put(id.getBytes(UTF_8));
      varint(value.put((byte) ((2 << 3) | 2)), kind.length()).put(kind.getBytes(UTF_8));
      return bytes(varint(value.put((byte) (3 << 3)), time));
    }
  };

  /** Writes the schema file of the mapping to a directory. */
  abstract void writeSchema(Path dir) throws IOException;

  abstract String input();

  public abstract byte[] value(String id, String kind, long time);

  /**
   * Writes a mapping and its schema to a directory.
   *
   * @param kinds what the kinds of events become
   */
  public Path write(Path dir, String kinds) throws IOException {
    writeSchema(dir);
    String fields =
        """
        to: ad-events
        when: {kind: [view, tap, hover]}
        fields:
          event_id: id
          event_type: {from: kind, map: %s}
          event_time: at
          ad_id: {const: ad-1}
          campaign_id: {const: c-1}
          store_id: {const: s-1}
          user_id: {const: u-1}
          region: {const: us-east}
        """
            .formatted(kinds);
    return Files.writeString(dir.resolve("binary.yaml"), input() + fields);
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
        .setType(type);
  }

  private static ByteBuffer varint(ByteBuffer out, long value) {
    long left = value;
    for (; left > 0x7F; left >>>= 7) {
      out.put((byte) ((left & 0x7F) | 0x80));
    }
    return out.put((byte) left);
  }

  private static byte[] bytes(ByteBuffer value) {
    byte[] bytes = new byte[value.position()];
    value.flip().get(bytes);
    return bytes;
  }
}
