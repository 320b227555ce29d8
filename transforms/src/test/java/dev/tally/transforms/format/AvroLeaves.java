package dev.tally.transforms.format;

import com.google.common.io.BaseEncoding;
import dev.tally.transforms.format.Slots.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** The values of a datum of Avro that contain no other values, and what a mapping reads there. */
final class AvroLeaves {
  private final List<Leaf> leaves = new ArrayList<>();

  /** A value. */
  record Leaf(List<Object> steps, Kind kind, String text) {}

  private AvroLeaves() {}

  static List<Leaf> of(Schema schema, Object value) {
    AvroLeaves leaves = new AvroLeaves();
    leaves.add(schema, value, List.of());
    return leaves.leaves;
  }

  private void add(Schema schema, Object value, List<Object> steps) {
    switch (schema.getType()) {
      case RECORD ->
          schema
              .getFields()
              .forEach(
                  field ->
                      add(
                          field.schema(),
                          ((GenericRecord) value).get(field.pos()),
                          with(steps, field.name())));
      case ARRAY -> {
        List<?> list = (List<?>) value;
        for (int i = 0; i < list.size(); i++) {
          add(schema.getElementType(), list.get(i), with(steps, i));
        }
      }
      case MAP ->
          ((Map<?, ?>) value)
              .forEach((key, one) -> add(schema.getValueType(), one, with(steps, key)));
      case UNION ->
          add(schema.getTypes().get(GenericData.get().resolveUnion(schema, value)), value, steps);
      default -> leaf(schema, value, steps);
    }
  }

  private static List<Object> with(List<Object> steps, Object step) {
    List<Object> longer = new ArrayList<>(steps);
    longer.add(step);
    return longer;
  }

  private void leaf(Schema schema, Object value, List<Object> steps) {
    Kind kind =
        switch (schema.getType()) {
          case NULL -> Kind.NULL;
          case BOOLEAN -> Kind.FLAG;
          case INT -> schema.getLogicalType() == null ? Kind.INTEGER : Kind.MILLIS;
          case LONG -> time(schema.getLogicalType());
          case FLOAT, DOUBLE -> Kind.DECIMAL;
          case BYTES -> schema.getLogicalType() == null ? Kind.TEXT : Kind.DECIMAL;
          default -> Kind.TEXT;
        };
    leaves.add(new Leaf(steps, kind, text(schema, value)));
  }

  private static Kind time(LogicalType type) {
    return type == null
        ? Kind.INTEGER
        : type instanceof LogicalTypes.TimestampMillis ? Kind.MILLIS : Kind.MICROS;
  }

  private static String text(Schema schema, Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof ByteBuffer bytes) {
      byte[] array = new byte[bytes.remaining()];
      bytes.duplicate().get(array);
      return schema.getLogicalType() == null
          ? BaseEncoding.base16().lowerCase().encode(array)
          : new BigDecimal(new BigInteger(array), 3).toPlainString();
    }
    if (value instanceof GenericData.Fixed fixed) {
      return BaseEncoding.base16().lowerCase().encode(fixed.bytes());
    }
    if (schema.getLogicalType() instanceof LogicalTypes.Date) {
      return Long.toString(((Integer) value) * 86_400_000L);
    }
    return value.toString();
  }
}
