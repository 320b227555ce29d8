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

/** A Hive type, with its Parquet type and the code that writes a Beam value to Parquet. */
interface HiveType {
  /** Returns the type as Hive writes it, e.g. {@code array<string>}. */
  String name();

  /** Returns the Parquet type of a column or field. All are nullable, except the key of a map. */
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

  /** A type that is stored as one of Parquet's primitive types. */
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

  /**
   * A list, stored in three levels so that an empty list, a null list and a list of nulls differ.
   */
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

  /** A nested row, or a whole row of a table. */
  record Struct(List<Field> fields) implements HiveType {
    /**
     * A field of a row.
     *
     * @param name in lower case, as in Hive
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
