package dev.tally.io.pinot;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.values.Row;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/** Converts rows to rows of a Pinot table: each field becomes the column of the same name. */
final class RowColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Set<TypeName> INT = Set.of(TypeName.BYTE, TypeName.INT16, TypeName.INT32);

  private final String key;
  private final String revision;

  private RowColumns(PinotTable table) {
    this.key = table.primaryKey();
    this.revision = table.comparisonColumn();
  }

  static RowColumns of(PinotTable table) {
    return new RowColumns(table);
  }

  /**
   * Returns why rows of a schema cannot be written to a table, and what to do; empty if they can.
   */
  static List<String> problems(Schema schema, PinotTable table) {
    List<String> problems = new ArrayList<>();
    Map<String, PinotTable.Type> columns = table.columns();
    for (Field field : schema.getFields()) {
      PinotTable.Type column = columns.get(field.getName());
      if (column == null) {
        problems.add(
            "Table %s has no column %s: add it to the table, or remove the field."
                .formatted(table.name(), field.getName()));
      } else if (!fits(field.getType().getTypeName(), column)) {
        problems.add(
            "Field %s is %s, but its column is %s: use matching types."
                .formatted(field.getName(), field.getType().getTypeName(), column));
      }
    }
    for (String needed :
        List.of(table.primaryKey(), table.comparisonColumn(), table.timeColumn())) {
      if (!schema.hasField(needed) || schema.getField(needed).getType().getNullable()) {
        problems.add("Rows need a field %s that is never null.".formatted(needed));
      }
    }
    return problems;
  }

  private static boolean fits(TypeName field, PinotTable.Type column) {
    return switch (column) {
      case INT -> INT.contains(field);
      case LONG -> INT.contains(field) || field == TypeName.INT64 || field == TypeName.DATETIME;
      case FLOAT -> field == TypeName.FLOAT;
      case DOUBLE -> field == TypeName.DOUBLE;
      case BOOLEAN -> field == TypeName.BOOLEAN;
      case STRING -> field == TypeName.STRING;
      case BYTES -> field == TypeName.BYTES;
    };
  }

  String key(Row row) {
    String value = row.getString(key);
    if (value == null) {
      throw new PinotException(
          "A row has no %s: filter such rows out before the write.".formatted(key));
    }
    return text(key, value);
  }

  long revision(Row row) {
    Object value = row.getValue(revision);
    if (value == null) {
      throw new PinotException("A row has no %s.".formatted(revision));
    }
    return value instanceof ReadableInstant instant
        ? instant.getMillis()
        : ((Number) value).longValue();
  }

  /** Returns the values by column, in the types that Pinot expects; null values are left out. */
  Map<String, Object> values(Row row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Field field : row.getSchema().getFields()) {
      @Nullable Object value = row.getValue(field.getName());
      if (value instanceof ReadableInstant instant) {
        values.put(field.getName(), instant.getMillis());
      } else if (value instanceof Byte || value instanceof Short) {
        values.put(field.getName(), ((Number) value).intValue());
      } else if (value instanceof String text) {
        values.put(field.getName(), text(field.getName(), text));
      } else if (value != null) {
        values.put(field.getName(), value);
      }
    }
    return values;
  }

  /**
   * Returns the text if Pinot stores it completely. Pinot truncates any other text, which can make
   * two different values equal.
   */
  private static String text(String column, String value) {
    if (value.length() > TableJson.TEXT_LENGTH || value.indexOf('\0') >= 0) {
      throw new PinotException(
          "A text of %d characters in column %s is longer than %d or contains a NUL, so Pinot would truncate it: filter such rows out before the write."
              .formatted(value.length(), column, TableJson.TEXT_LENGTH));
    }
    return value;
  }
}
