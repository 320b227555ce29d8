package dev.tally.transforms.format;

import java.util.List;
import java.util.Random;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.DescriptorProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.FieldOptions;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.MessageOptions;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Descriptors.Descriptor;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Descriptors.FieldDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DynamicMessage;

/** Makes random message types of Protobuf and values of them. */
final class ProtoSamples {
  private static final int MESSAGES = 3;
  private static final int MAX_DEPTH = 3;
  private static final List<FieldDescriptorProto.Type> TYPES =
      List.of(FieldDescriptorProto.Type.values()).stream()
          .filter(type -> type != FieldDescriptorProto.Type.TYPE_GROUP)
          .toList();
  private static final List<FieldDescriptorProto.Type> KEYS =
      List.of(
          FieldDescriptorProto.Type.TYPE_STRING,
          FieldDescriptorProto.Type.TYPE_INT32,
          FieldDescriptorProto.Type.TYPE_SINT64,
          FieldDescriptorProto.Type.TYPE_BOOL);

  private final Random random;
  private final boolean proto3;

  ProtoSamples(Random random) {
    this.random = random;
    this.proto3 = random.nextBoolean();
  }

  FileDescriptorProto file() {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder()
            .setName("any.proto")
            .setPackage("acme")
            .addEnumType(
                EnumDescriptorProto.newBuilder()
                    .setName("Kind")
                    .addValue(symbol("A", 0))
                    .addValue(symbol("B", 1))
                    .addValue(symbol("C", 5)));
    if (proto3) {
      file.setSyntax("proto3");
    }
    for (int i = 0; i < MESSAGES; i++) {
      file.addMessageType(message("M" + i));
    }
    return file.build();
  }

  private static EnumValueDescriptorProto symbol(String name, int number) {
    return EnumValueDescriptorProto.newBuilder().setName(name).setNumber(number).build();
  }

  private DescriptorProto message(String name) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("choice"));
    message.addField(field("one0", 1).setOneofIndex(0));
    message.addField(field("one1", 2).setOneofIndex(0));
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(4)) {
        case 0 -> message.addField(repeated("f" + i, 10 + i));
        case 1 -> addMap(message, "map" + i, name, 10 + i);
        default -> message.addField(single("f" + i, 10 + i));
      }
    }
    if (proto3 && random.nextBoolean()) {
      message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_opt"));
      message.addField(field("opt", 99).setProto3Optional(true).setOneofIndex(1));
    }
    return message.build();
  }

  private FieldDescriptorProto.Builder field(String name, int number) {
    FieldDescriptorProto.Type type = TYPES.get(random.nextInt(TYPES.size()));
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setName(name)
            .setNumber(number)
            .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
            .setType(type);
    if (type == FieldDescriptorProto.Type.TYPE_MESSAGE) {
      field.setTypeName(".acme.M" + random.nextInt(MESSAGES));
    } else if (type == FieldDescriptorProto.Type.TYPE_ENUM) {
      field.setTypeName(".acme.Kind");
    }
    return field;
  }

  private FieldDescriptorProto.Builder single(String name, int number) {
    FieldDescriptorProto.Builder field = field(name, number);
    if (!proto3 && random.nextBoolean()) {
      switch (field.getType()) {
        case TYPE_INT64, TYPE_UINT32, TYPE_SINT32 -> field.setDefaultValue("7");
        case TYPE_STRING -> field.setDefaultValue("none");
        case TYPE_BOOL -> field.setDefaultValue("true");
        case TYPE_ENUM -> field.setDefaultValue("C");
        case TYPE_DOUBLE -> field.setDefaultValue("1.5");
        default -> {}
      }
    }
    return field;
  }

  private FieldDescriptorProto.Builder repeated(String name, int number) {
    FieldDescriptorProto.Builder field =
        field(name, number).setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
    boolean packable =
        field.getType() != FieldDescriptorProto.Type.TYPE_MESSAGE
            && field.getType() != FieldDescriptorProto.Type.TYPE_STRING
            && field.getType() != FieldDescriptorProto.Type.TYPE_BYTES;
    return packable
        ? field.setOptions(FieldOptions.newBuilder().setPacked(random.nextBoolean()))
        : field;
  }

  private void addMap(DescriptorProto.Builder message, String name, String owner, int number) {
    String entry = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Entry";
    message.addNestedType(
        DescriptorProto.newBuilder()
            .setName(entry)
            .setOptions(MessageOptions.newBuilder().setMapEntry(true))
            .addField(
                FieldDescriptorProto.newBuilder()
                    .setName("key")
                    .setNumber(1)
                    .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                    .setType(KEYS.get(random.nextInt(KEYS.size()))))
            .addField(field("value", 2)));
    message.addField(
        FieldDescriptorProto.newBuilder()
            .setName(name)
            .setNumber(number)
            .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)
            .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
            .setTypeName(".acme." + owner + "." + entry));
  }

  DynamicMessage value(Descriptor type) {
    return value(type, 0);
  }

  private DynamicMessage value(Descriptor type, int depth) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      boolean deep = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth >= MAX_DEPTH;
      boolean inMap = type.getOptions().getMapEntry();
      if (!inMap && (deep || random.nextInt(3) == 0)) {
        continue;
      }
      if (field.isRepeated()) {
        for (int left = random.nextInt(3); left > 0; left--) {
          message.addRepeatedField(field, one(field, depth));
        }
      } else {
        message.setField(field, one(field, depth));
      }
    }
    return message.build();
  }

  private Object one(FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> random.nextInt() >> random.nextInt(32);
      case LONG -> random.nextLong() >> random.nextInt(64);
      case FLOAT -> Float.intBitsToFloat(random.nextInt());
      case DOUBLE -> Double.longBitsToDouble(random.nextLong());
      case BOOLEAN -> random.nextBoolean();
      case STRING -> List.of("", "a", "é日", "😀").get(random.nextInt(4));
      case BYTE_STRING -> ByteString.copyFrom(new byte[] {(byte) random.nextInt(), 7});
      case ENUM -> field.getEnumType().getValues().get(random.nextInt(3));
      case MESSAGE -> value(field.getMessageType(), depth + 1);
    };
  }
}
