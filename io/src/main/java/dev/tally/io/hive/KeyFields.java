package dev.tally.io.hive;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The fields that identify a row: its idempotency key and the revision of the key. */
record KeyFields(String key, String revision) implements Serializable {

  /** Rejects fields that cannot identify a row. */
  void check(Schema schema) {
    Field keyField = field(schema, key);
    if (keyField.getType().getTypeName() != TypeName.STRING
        && keyField.getType().getTypeName() != TypeName.BYTES) {
      throw new IllegalArgumentException(
          "The key %s is %s: it must be STRING or BYTES."
              .formatted(key, keyField.getType().getTypeName()));
    }
    Field revisionField = field(schema, revision);
    switch (revisionField.getType().getTypeName()) {
      case BYTE, INT16, INT32, INT64 -> {}
      default ->
          throw new IllegalArgumentException(
              "The revision %s is %s: it must be an integer."
                  .formatted(revision, revisionField.getType().getTypeName()));
    }
  }

  /** Rejects a column that identifies rows. */
  void requireOther(String column) {
    if (column.equalsIgnoreCase(key) || column.equalsIgnoreCase(revision)) {
      throw new IllegalArgumentException(
          "Column %s identifies the rows of the table: it cannot be redacted.".formatted(column));
    }
  }

  private static Field field(Schema schema, String name) {
    if (!schema.hasField(name) || schema.getField(name).getType().getNullable()) {
      throw new IllegalArgumentException(
          "%s must be a non-nullable field of the rows; their fields are %s."
              .formatted(name, schema.getFieldNames()));
    }
    return schema.getField(name);
  }

  RowKey of(Row row) {
    Object value = row.getValue(key);
    byte[] bytes =
        value instanceof String text
            ? text.getBytes(StandardCharsets.UTF_8)
            : Objects.requireNonNull((byte[]) value);
    Number number = Objects.requireNonNull(row.<Number>getValue(revision));
    return RowKey.of(bytes, number.longValue());
  }

  /** Returns the columns of a file that {@link #of(Group)} reads. */
  MessageType project(MessageType schema) {
    return new MessageType("name", column(schema, key), column(schema, revision));
  }

  /** Returns the key column for a file without rows, in which its type does not matter. */
  Type keyColumn() {
    return Types.optional(PrimitiveTypeName.BINARY).named(key.toLowerCase(Locale.ROOT));
  }

  private static Type column(MessageType schema, String field) {
    return schema.getType(field.toLowerCase(Locale.ROOT));
  }

  RowKey of(Group row) {
    boolean isLong =
        row.getType().getType(1).asPrimitiveType().getPrimitiveTypeName()
            == PrimitiveTypeName.INT64;
    return RowKey.of(
        row.getBinary(0, 0).getBytes(), isLong ? row.getLong(1, 0) : row.getInteger(1, 0));
  }
}
