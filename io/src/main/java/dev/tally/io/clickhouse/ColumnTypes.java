package dev.tally.io.clickhouse;

import org.apache.beam.sdk.schemas.Schema.Field;

/** Maps the types of Beam's fields to those of ClickHouse's columns. */
final class ColumnTypes {
  private ColumnTypes() {}

  /** Returns the type of a column, e.g. {@code Nullable(Int64)}. */
  static String of(Field field) {
    String type =
        switch (field.getType().getTypeName()) {
          case STRING -> "String";
          case INT16 -> "Int16";
          case INT32 -> "Int32";
          case INT64 -> "Int64";
          case BOOLEAN -> "UInt8";
          default ->
              throw new IllegalArgumentException(
                  "Column %s has type %s: ClickHouseIO supports STRING, INT16, INT32, INT64 and BOOLEAN."
                      .formatted(field.getName(), field.getType().getTypeName()));
        };
    return Boolean.TRUE.equals(field.getType().getNullable()) ? "Nullable(" + type + ")" : type;
  }
}
