package dev.tally.transforms.format;

import dev.tally.transforms.format.Slots.Kind;
import java.util.ArrayList;
import java.util.List;

/** A schema of Apache Avro, as far as the binary encoding of its values depends on it. */
sealed interface AvroSchema {
  /** The types without a name. */
  enum Type {
    NULL,
    BOOLEAN,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    BYTES,
    STRING
  }

  /**
   * What the number or the bytes of a value mean.
   *
   * @param kind {@code MILLIS}, {@code MICROS} or {@code NANOS}: a time; {@code DECIMAL}: bytes are
   *     a decimal; {@code INTEGER}: a number of days since 1970; {@code TEXT}: nothing else
   * @param scale the number of digits of a decimal after the point
   */
  record Meaning(Kind kind, int scale) {
    static final Meaning PLAIN = new Meaning(Kind.TEXT, 0);
  }

  /** A type without a name. */
  record Primitive(Type type, Meaning meaning) implements AvroSchema {}

  /** A fixed number of bytes. */
  record Fixed(int size, Meaning meaning) implements AvroSchema {}

  /** One of some symbols. */
  record Symbols(List<String> symbols) implements AvroSchema {}

  /** A list of values. */
  record Array(AvroSchema items) implements AvroSchema {}

  /** Values by their keys. */
  record Entries(AvroSchema values) implements AvroSchema {}

  /** A value of one of some types. */
  record Union(List<AvroSchema> branches) implements AvroSchema {}

  /** Fields in their order. A field can contain this record again. */
  final class Fields implements AvroSchema {
    private final List<Field> fields = new ArrayList<>();

    void add(String name, AvroSchema schema) {
      fields.add(new Field(name, schema));
    }

    List<Field> fields() {
      return fields;
    }
  }

  /** A field of a record. */
  record Field(String name, AvroSchema schema) {}
}
