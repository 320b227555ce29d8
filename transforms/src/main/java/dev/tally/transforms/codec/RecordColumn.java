package dev.tally.transforms.codec;

import org.apache.beam.sdk.schemas.Schema.FieldType;

/**
 * A field of a {@link RecordType}: in JSON, in rows and in the tables of stores.
 *
 * @param name e.g. {@code campaign_id}
 */
public record RecordColumn(String name, FieldType type, Role role) {
  /** What a column is used for. */
  public enum Role {
    /** Identifies the record. */
    KEY,
    /** Of the records with the same key, the one with the highest revision wins. */
    REVISION,
    /** The event time in epoch milliseconds, by which stores partition the records. */
    TIME,
    /** Queries filter and group by it. */
    DIMENSION,
    /** Queries sum it. */
    MEASURE,
    /** Queries merge it: a sketch in its serialized form, which JSON contains as base64. */
    SKETCH,
    /**
     * The column is in records and rows, but not in the tables of stores for analytical queries.
     */
    DETAIL
  }

  /** Returns the name of the field in JSON: bytes are base64, in a field of another name. */
  public String jsonName() {
    return RowJson.jsonName(name, type);
  }

  static RecordColumn dimension(String name) {
    return new RecordColumn(name, FieldType.STRING, Role.DIMENSION);
  }

  static RecordColumn time(String name) {
    return new RecordColumn(name, FieldType.INT64, Role.TIME);
  }

  static RecordColumn measure(String name) {
    return new RecordColumn(name, FieldType.INT64, Role.MEASURE);
  }

  /** Returns the same column, but records may lack it. */
  RecordColumn optional() {
    return new RecordColumn(name, type.withNullable(true), role);
  }
}
