package dev.tally.transforms.format;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Makes random schemas of Avro and values of them. */
final class AvroSamples {
  private static final int MAX_DEPTH = 4;
  private static final List<Schema.Type> SCALARS =
      List.of(
          Schema.Type.NULL,
          Schema.Type.BOOLEAN,
          Schema.Type.INT,
          Schema.Type.LONG,
          Schema.Type.FLOAT,
          Schema.Type.DOUBLE,
          Schema.Type.BYTES,
          Schema.Type.STRING);

  private final Random random;
  private int names;

  AvroSamples(Random random) {
    this.random = random;
  }

  Schema schema() {
    return record(0);
  }

  private Schema any(int depth) {
    if (depth >= MAX_DEPTH) {
      return scalar();
    }
    return switch (random.nextInt(10)) {
      case 0 -> record(depth);
      case 1 -> Schema.createArray(any(depth + 1));
      case 2 -> Schema.createMap(any(depth + 1));
      case 3, 4 -> union(depth);
      default -> scalar();
    };
  }

  private Schema record(int depth) {
    Schema record = Schema.createRecord("R" + names++, null, "acme.n" + random.nextInt(2), false);
    List<Schema.Field> fields = new ArrayList<>();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      fields.add(new Schema.Field("f" + i, any(depth + 1)));
    }
    if (random.nextInt(4) == 0) {
      fields.add(
          new Schema.Field("again", Schema.createUnion(Schema.create(Schema.Type.NULL), record)));
    }
    record.setFields(fields);
    return record;
  }

  private Schema union(int depth) {
    List<Schema> branches = new ArrayList<>();
    branches.add(Schema.create(Schema.Type.NULL));
    branches.add(Schema.create(Schema.Type.STRING));
    if (random.nextBoolean()) {
      branches.add(record(depth + 1));
    }
    if (random.nextBoolean()) {
      branches.add(Schema.createArray(any(depth + 1)));
    }
    return Schema.createUnion(branches);
  }

  private Schema scalar() {
    return switch (random.nextInt(8)) {
      case 0 -> Schema.createEnum("E" + names++, null, "acme", List.of("A", "B", "C"));
      case 1 -> Schema.createFixed("F" + names++, null, null, random.nextInt(6));
      case 2 -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
      case 3 -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case 4 -> LogicalTypes.decimal(20, 3).addToSchema(Schema.create(Schema.Type.BYTES));
      case 5 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
      default -> Schema.create(SCALARS.get(random.nextInt(SCALARS.size())));
    };
  }

  Object value(Schema schema) {
    return value(schema, 0);
  }

  private Object value(Schema schema, int depth) {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt() >> random.nextInt(32);
      case LONG -> random.nextLong() >> random.nextInt(64);
      case FLOAT -> Float.intBitsToFloat(random.nextInt());
      case DOUBLE -> Double.longBitsToDouble(random.nextLong());
      case BYTES -> ByteBuffer.wrap(bytes(schema.getLogicalType() == null ? 0 : 1));
      case STRING -> text();
      case FIXED -> fixed(schema);
      case ENUM ->
          new GenericData.EnumSymbol(schema, schema.getEnumSymbols().get(random.nextInt(3)));
      case ARRAY -> list(schema, depth);
      case MAP -> map(schema, depth);
      case UNION -> value(branch(schema, depth), depth + 1);
      case RECORD -> fields(schema, depth);
    };
  }

  private Schema branch(Schema union, int depth) {
    int branch = depth > 2 * MAX_DEPTH ? 0 : random.nextInt(union.getTypes().size());
    return union.getTypes().get(branch);
  }

  private byte[] bytes(int min) {
    byte[] bytes = new byte[min + random.nextInt(6)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text() {
    return random
        .ints(random.nextInt(5), 0, 4)
        .mapToObj(i -> List.of("a", "é", "日", "😀").get(i))
        .reduce("", String::concat);
  }

  private Object fixed(Schema schema) {
    byte[] bytes = new byte[schema.getFixedSize()];
    random.nextBytes(bytes);
    return new GenericData.Fixed(schema, bytes);
  }

  private Object list(Schema schema, int depth) {
    List<Object> list = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      list.add(value(schema.getElementType(), depth + 1));
    }
    return list;
  }

  private Object map(Schema schema, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      map.put("k" + random.nextInt(9), value(schema.getValueType(), depth + 1));
    }
    return map;
  }

  private Object fields(Schema schema, int depth) {
    GenericData.Record record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field.schema(), depth + 1));
    }
    return record;
  }
}
