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
 * @param location where the table is created if it does not exist; null for the database's own
 *     location
 * @param buckets the number of buckets per partition; null for that of the existing table, or the
 *     default
 * @param partitions the names of the partition columns, which are strings and not fields of the
 *     rows
 */
record TableSpec(
    String metastore,
    TableName table,
    @Nullable String location,
    KeyFields keyFields,
    @Nullable Integer buckets,
    List<String> partitions,
    Schema schema)
    implements Serializable {

  /** The name of a table and its database, in lower case as in Hive. */
  record TableName(String database, String name) implements Serializable {
    /** Parses {@code table} (in the database {@code default}) or {@code database.table}. */
    static TableName of(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      int dot = lower.indexOf('.');
      return new TableName(dot < 0 ? "default" : lower.substring(0, dot), lower.substring(dot + 1));
    }

    /** Returns the name of the view that shows the highest revision of each key. */
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

  /** Rejects fields, names and types that HiveIO cannot use or that Hive could not read back. */
  void check() {
    keyFields.check(schema);
    HiveNames.check(table, schema, partitions);
  }
}
