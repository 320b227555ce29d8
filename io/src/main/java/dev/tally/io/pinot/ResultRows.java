package dev.tally.io.pinot;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Converts a query result to rows: each field has the value of the column of the same name.
 *
 * @param schema the schema of the rows
 */
record ResultRows(Schema schema) implements Serializable {

  /**
   * Derives a schema from the column types of a result; types without a Beam counterpart become
   * text.
   */
  static Schema schemaOf(PinotRows result) {
    Schema.Builder schema = Schema.builder();
    for (int i = 0; i < result.columns().size(); i++) {
      schema.addNullableField(result.columns().get(i), typeOf(result.types().get(i)));
    }
    return schema.build();
  }

  private static FieldType typeOf(String pinot) {
    return switch (pinot) {
      case "INT" -> FieldType.INT32;
      case "LONG" -> FieldType.INT64;
      case "FLOAT" -> FieldType.FLOAT;
      case "DOUBLE" -> FieldType.DOUBLE;
      case "BOOLEAN" -> FieldType.BOOLEAN;
      default -> FieldType.STRING;
    };
  }

  List<Row> of(PinotRows result) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < result.rowCount(); i++) {
      Row.Builder row = Row.withSchema(schema);
      for (Field field : schema.getFields()) {
        row.addValue(value(field, i, result));
      }
      rows.add(row.build());
    }
    return rows;
  }

  private static @Nullable Object value(Field field, int row, PinotRows result) {
    Object found = result.get(row, field.getName());
    if (found == null) {
      return null;
    }
    return switch (field.getType().getTypeName()) {
      case INT64 -> result.getLong(row, field.getName());
      case DATETIME -> Instant.ofEpochMilli(result.getLong(row, field.getName()));
      case DOUBLE -> ((Number) found).doubleValue();
      default -> found;
    };
  }
}
