package dev.tally.io.clickhouse;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/**
 * A table of the engine {@code ReplacingMergeTree}, in which the row with the highest revision of
 * each key replaces the others, and its view {@code <table>_latest}, which shows one row per key at
 * any moment. Immutable.
 *
 * <p>Columns: each field of the schema, of the type STRING, INT16, INT32, INT64 or BOOLEAN (a
 * {@code UInt8}), nullable or not.
 *
 * <p>Limits: rows with the same key and revision must be equal; if they are not, any of them may be
 * kept. The time must be the same for all revisions of a key, because ClickHouse merges rows only
 * within a partition.
 */
public final class ClickHouseTable implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  private final String database;
  private final String name;
  private final Schema schema;
  private final String key;
  private final String revision;
  private final String time;

  private ClickHouseTable(
      String database, String name, Schema schema, String key, String revision, String time) {
    this.database = database;
    this.name = name;
    this.schema = schema;
    this.key = key;
    this.revision = revision;
    this.time = time;
  }

  /**
   * Returns a table.
   *
   * @param schema the columns
   * @param columns which of them have a special role
   * @throws IllegalArgumentException if a name or a type is not supported
   */
  public static ClickHouseTable of(String database, String name, Schema schema, Roles columns) {
    List.of(database, name).forEach(ClickHouseTable::requireName);
    schema.getFieldNames().forEach(ClickHouseTable::requireName);
    schema.getFields().forEach(ColumnTypes::of);
    requireType(schema, columns.key(), TypeName.STRING);
    requireType(schema, columns.revision(), TypeName.INT64);
    requireType(schema, columns.time(), TypeName.INT64);
    return new ClickHouseTable(
        database, name, schema, columns.key(), columns.revision(), columns.time());
  }

  /**
   * The columns with special roles; none of them may be null.
   *
   * @param key the idempotency key, a STRING
   * @param revision the highest one of a key wins, an INT64
   * @param time epoch milliseconds, an INT64; the table is partitioned by its UTC day
   */
  public record Roles(String key, String revision, String time) {}

  /** Returns the name of the database. */
  public String database() {
    return database;
  }

  /** Returns the name of the table, without that of the database. */
  public String name() {
    return name;
  }

  /** Returns the name of the view with one row per key, without that of the database. */
  public String latestView() {
    return name + "_latest";
  }

  /** Returns {@code DATABASE.TABLE}. */
  public String fullName() {
    return database + "." + name;
  }

  Schema schema() {
    return schema;
  }

  String key() {
    return key;
  }

  String revision() {
    return revision;
  }

  String time() {
    return time;
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "ClickHouse's name %s: use a letter or underscore and then letters, digits and underscores, at most 100."
              .formatted(name));
    }
  }

  private static void requireType(Schema schema, String column, TypeName type) {
    Field field = schema.hasField(column) ? schema.getField(column) : null;
    if (field == null || field.getType().getTypeName() != type || field.getType().getNullable()) {
      throw new IllegalArgumentException(
          "Column %s must be a %s that is not nullable.".formatted(column, type));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClickHouseTable that
        && that.fullName().equals(fullName())
        && that.schema.equals(schema)
        && List.of(that.key, that.revision, that.time).equals(List.of(key, revision, time));
  }

  @Override
  public int hashCode() {
    return Objects.hash(database, name);
  }

  @Override
  public String toString() {
    return fullName();
  }
}
