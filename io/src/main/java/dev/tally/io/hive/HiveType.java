package dev.tally.io.hive;

import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** A type of Hive, how Parquet keeps it, and how a value of Beam's is written as it. */
interface HiveType {
  /** As in a table's columns, e.g. {@code array<string>}. */
  String name();

  /** Of a column or field; always nullable, except a map's key. */
  Type parquet(String field, Type.Repetition repetition);

  /** Writes a value that is not null. */
  void write(RecordConsumer out, Object value);

  /** Writes a field, or nothing for null. */
  default void writeField(RecordConsumer out, String field, int index, @Nullable Object value) {
    if (value != null) {
      out.startField(field, index);
      write(out, value);
      out.endField(field, index);
    }
  }

  /** A value of one of Parquet's own types. */
  record Single(
      String name,
      PrimitiveTypeName primitive,
      int length,
      @Nullable LogicalTypeAnnotation annotation,
      BiConsumer<RecordConsumer, Object> writer)
      implements HiveType {
    @Override
    public Type parquet(String field, Type.Repetition repetition) {
      return Types.primitive(primitive, repetition).length(length).as(annotation).named(field);
    }

    @Override
    public void write(RecordConsumer out, Object value) {
      writer.accept(out, value);
    }
  }

  /** Three levels, so that an empty one, a null one and one of nulls differ. */
  record ListOf(HiveType element) implements HiveType {
    @Override
    public String name() {
      return "array<" + element.name() + ">";
    }

    @Override
    public Type parquet(String field, Type.Repetition repetition) {
      return Types.list(repetition)
          .element(element.parquet("element", Type.Repetition.OPTIONAL))
          .named(field);
    }

    @Override
    public void write(RecordConsumer out, Object value) {
      Iterable<?> elements = (Iterable<?>) value;
      out.startGroup();
      if (elements.iterator().hasNext()) {
        out.startField("list", 0);
        for (Object each : elements) {
          out.startGroup();
          element.writeField(out, "element", 0, each);
          out.endGroup();
        }
        out.endField("list", 0);
      }
      out.endGroup();
    }
  }

  /** A map; its keys are never null. */
  record MapOf(HiveType key, HiveType value) implements HiveType {
    @Override
    public String name() {
      return "map<" + key.name() + "," + value.name() + ">";
    }

    @Override
    public Type parquet(String field, Type.Repetition repetition) {
      return Types.map(repetition)
          .key(key.parquet("key", Type.Repetition.REQUIRED))
          .value(value.parquet("value", Type.Repetition.OPTIONAL))
          .named(field);
    }

    @Override
    public void write(RecordConsumer out, Object map) {
      java.util.Map<?, ?> entries = (java.util.Map<?, ?>) map;
      out.startGroup();
      if (!entries.isEmpty()) {
        out.startField("key_value", 0);
        entries.forEach(
            (k, v) -> {
              if (k == null) {
                throw new HiveException("A map has the key null, which Hive cannot store.");
              }
              out.startGroup();
              key.writeField(out, "key", 0, k);
              value.writeField(out, "value", 1, v);
              out.endGroup();
            });
        out.endField("key_value", 0);
      }
      out.endGroup();
    }
  }

  /** A row; of a table too. */
  record Struct(List<Field> fields) implements HiveType {
    /**
     * A field of a row.
     *
     * @param name lower case, as Hive has it
     */
    record Field(String name, HiveType type) {
      static Field of(String name, HiveType type) {
        return new Field(name.toLowerCase(Locale.ROOT), type);
      }
    }

    @Override
    public String name() {
      return fields.stream()
          .map(field -> field.name() + ":" + field.type().name())
          .collect(Collectors.joining(",", "struct<", ">"));
    }

    @Override
    public Type parquet(String field, Type.Repetition repetition) {
      return Types.buildGroup(repetition).addFields(types()).named(field);
    }

    Type[] types() {
      return fields.stream()
          .map(field -> field.type().parquet(field.name(), Type.Repetition.OPTIONAL))
          .toArray(Type[]::new);
    }

    @Override
    public void write(RecordConsumer out, Object value) {
      out.startGroup();
      writeFields(out, (Row) value);
      out.endGroup();
    }

    void writeMessage(RecordConsumer out, Row row) {
      out.startMessage();
      writeFields(out, row);
      out.endMessage();
    }

    private void writeFields(RecordConsumer out, Row row) {
      for (int i = 0; i < fields.size(); i++) {
        fields.get(i).type().writeField(out, fields.get(i).name(), i, row.getValue(i));
      }
    }
  }
}
