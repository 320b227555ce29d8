package dev.tally.io.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows in ClickHouse's format {@code JSONEachRow}: one JSON object per line, with the
 * columns by name. So a column that an operator changes meanwhile causes an error, and never a
 * wrong value, as a format without names would.
 */
final class JsonRows {
  private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator("").build();

  private final ClickHouseTable table;

  JsonRows(ClickHouseTable table) {
    this.table = table;
  }

  byte[] encode(List<Row> rows) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      for (Row row : rows) {
        json.writeStartObject();
        for (Field column : table.schema().getFields()) {
          write(json, column.getName(), row.getValue(column.getName()));
        }
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
    return bytes.toByteArray();
  }

  private void write(JsonGenerator json, String column, @Nullable Object value) throws IOException {
    json.writeFieldName(column);
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String text) {
      json.writeString(checked(column, text));
    } else if (value instanceof Boolean bool) {
      json.writeNumber(bool ? 1 : 0);
    } else {
      json.writeNumber(((Number) value).longValue());
    }
  }

  /** Half of a surrogate pair has no encoding in UTF-8, so two values would become equal. */
  private String checked(String column, String text) {
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          "A value of column %s of table %s has an unpaired surrogate, which ClickHouse cannot store: filter such rows out before the write."
              .formatted(column, table.fullName()));
    }
    return text;
  }
}
