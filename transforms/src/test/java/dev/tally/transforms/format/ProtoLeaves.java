package dev.tally.transforms.format;

import com.google.common.io.BaseEncoding;
import dev.tally.transforms.format.AvroLeaves.Leaf;
import dev.tally.transforms.format.Slots.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Descriptors.EnumValueDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Descriptors.FieldDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Message;

/** The values of a message that contain no other values, and what a mapping reads there. */
final class ProtoLeaves {
  private final List<Leaf> leaves = new ArrayList<>();

  private ProtoLeaves() {}

  static List<Leaf> of(Message message) {
    ProtoLeaves leaves = new ProtoLeaves();
    leaves.add(message, List.of());
    return leaves.leaves;
  }

  private void add(Message message, List<Object> steps) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      List<Object> path = with(steps, field.getName());
      if (field.isMapField()) {
        addMap((List<?>) message.getField(field), field, path);
      } else if (field.isRepeated()) {
        List<?> values = (List<?>) message.getField(field);
        for (int i = 0; i < values.size(); i++) {
          addOne(field, values.get(i), with(path, i));
        }
      } else if (isPresent(message, field)) {
        addOne(field, message.getField(field), path);
      } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        leaves.add(new Leaf(path, null, ""));
      }
    }
  }

  private static boolean isPresent(Message message, FieldDescriptor field) {
    return field.hasPresence() ? message.hasField(field) || field.hasDefaultValue() : true;
  }

  private void addMap(List<?> entries, FieldDescriptor field, List<Object> path) {
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    Map<String, Object> byKey = new LinkedHashMap<>();
    for (Object entry : entries) {
      Message message = (Message) entry;
      byKey.put(String.valueOf(message.getField(key)), message.getField(value));
    }
    byKey.forEach((name, one) -> addOne(value, one, with(path, name)));
  }

  private static List<Object> with(List<Object> steps, Object step) {
    List<Object> longer = new ArrayList<>(steps);
    longer.add(step);
    return longer;
  }

  private void addOne(FieldDescriptor field, Object value, List<Object> steps) {
    switch (field.getType()) {
      case MESSAGE -> add((Message) value, steps);
      case STRING -> leaf(steps, Kind.TEXT, value);
      case BYTES ->
          leaf(
              steps,
              Kind.TEXT,
              BaseEncoding.base16().lowerCase().encode(((ByteString) value).toByteArray()));
      case BOOL -> leaf(steps, Kind.FLAG, value);
      case ENUM -> leaf(steps, Kind.TEXT, ((EnumValueDescriptor) value).getName());
      case FLOAT, DOUBLE -> leaf(steps, Kind.DECIMAL, value);
      case UINT32, FIXED32 -> leaf(steps, Kind.INTEGER, Integer.toUnsignedString((Integer) value));
      case UINT64, FIXED64 ->
          leaf(
              steps,
              (Long) value < 0 ? Kind.DECIMAL : Kind.INTEGER,
              Long.toUnsignedString((Long) value));
      default -> leaf(steps, Kind.INTEGER, value);
    }
  }

  private void leaf(List<Object> steps, Kind kind, Object value) {
    leaves.add(new Leaf(steps, kind, value.toString()));
  }
}
