package dev.tally.io.hive;

import dev.tally.io.hive.HiveType.Struct;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The table that a write needs.
 *
 * @param location of a table that is not there yet; null for the place that the database has for it
 * @param buckets per partition; null for the number that the table has, or the default
 * @param partitions names of the partition columns, which are strings and no fields of the rows
 */
record TableSpec(
    String metastore,
    TableName table,
    @Nullable String location,
    RowName name,
    @Nullable Integer buckets,
    List<String> partitions,
    Schema schema)
    implements Serializable {

  /** A table of a database; the names are lower case, as Hive has them. */
  record TableName(String database, String name) implements Serializable {
    /** From {@code table} or {@code database.table}. */
    static TableName of(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      int dot = lower.indexOf('.');
      return new TableName(dot < 0 ? "default" : lower.substring(0, dot), lower.substring(dot + 1));
    }

    /** The view of the highest revisions. */
    TableName latest() {
      return new TableName(database, name + "_latest");
    }

    String quoted() {
      return "`%s`.`%s`".formatted(database, name);
    }
  }

  Struct columns() {
    return HiveTypes.of(schema);
  }

  /** Refuses what Hive cannot store or read back. */
  void check() {
    name.check(schema);
    HiveNames.check(table, schema, partitions);
  }
}
