package dev.tally.transforms.codec;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Verdict;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JSON objects into rows of a schema, whose fields have the same names; unknown fields are
 * ignored. Bytes are base64, in a field whose name ends with {@link #BASE64}.
 *
 * <p>Limits: supports fields of type STRING, INT64, BOOLEAN and BYTES, and lists of rows of these.
 */
final class RowJson {
  /** The end of the name of a JSON field that contains bytes. */
  static final String BASE64 = "_base64";

  private final Schema schema;
  private final WireFields fields = new WireFields();
  private final List<@Nullable RowJson> elements = new ArrayList<>();

  RowJson(Schema schema) {
    this.schema = schema;
    schema.getFields().forEach(this::add);
  }

  private void add(Field field) {
    FieldType type = field.getType();
    RowJson element = null;
    switch (type.getTypeName()) {
      case STRING, BYTES -> fields.text(jsonName(field.getName(), type));
      case INT64 -> fields.integer(field.getName(), Reason.WRONG_TYPE);
      case BOOLEAN -> fields.flag(field.getName());
      case ARRAY -> {
        FieldType elementType = type.getCollectionElementType();
        element = new RowJson(elementType == null ? schema : elementType.getRowSchema());
        fields.list(field.getName(), element.fields);
      }
      default ->
          throw new IllegalArgumentException(
              field
                  + " has an unsupported type: use STRING, INT64, BOOLEAN, BYTES or a list of rows.");
    }
    elements.add(element);
  }

  /** Returns the name of a field in JSON. */
  static String jsonName(String name, FieldType type) {
    return type.getTypeName() == TypeName.BYTES ? name + BASE64 : name;
  }

  Schema schema() {
    return schema;
  }

  /**
   * Decodes the row that a value of at most {@code maxBytes} contains. No input makes this method
   * throw.
   */
  Verdict<Row> decode(byte @Nullable [] value, int maxBytes) {
    return FlatObject.read(value, maxBytes, fields).then(this::row);
  }

  private Verdict<Row> row(FlatObject object) {
    List<@Nullable Object> values = new ArrayList<>(schema.getFieldCount());
    for (int field = 0; field < schema.getFieldCount(); field++) {
      RowJson element = elements.get(field);
      if (!object.has(field)) {
        if (!schema.getField(field).getType().getNullable()) {
          return Verdict.refused(Reason.MISSING_FIELD, fields.name(field) + ": expected a value");
        }
        values.add(null);
      } else if (schema.getField(field).getType().getTypeName() == TypeName.BYTES) {
        byte[] bytes = bytes(object.text(field));
        if (bytes == null) {
          return Verdict.refused(Reason.WRONG_TYPE, fields.name(field) + ": expected base64");
        }
        values.add(bytes);
      } else if (element == null) {
        values.add(value(object, field));
      } else {
        List<Row> rows = new ArrayList<>();
        for (FlatObject one : object.list(field)) {
          Verdict<Row> row = element.row(one);
          if (!(row instanceof Verdict.Accepted<Row> accepted)) {
            return row;
          }
          rows.add(accepted.value());
        }
        values.add(rows);
      }
    }
    return Verdict.accepted(Row.withSchema(schema).attachValues(values));
  }

  private static byte @Nullable [] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private Object value(FlatObject object, int field) {
    return fields.isInteger(field)
        ? (Object) object.integer(field)
        : fields.isFlag(field) ? (Object) object.flag(field) : object.text(field);
  }
}
