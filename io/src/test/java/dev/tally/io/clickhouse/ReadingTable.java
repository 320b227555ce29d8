package dev.tally.io.clickhouse;

import dev.tally.io.clickhouse.ClickHouseTable.Roles;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** A table of readings of sensors, for tests. */
final class ReadingTable {
  static final Schema SCHEMA =
      Schema.builder()
          .addStringField("sensor")
          .addInt64Field("revision")
          .addInt64Field("at")
          .addNullableField("room", FieldType.STRING)
          .addNullableField("broken", FieldType.BOOLEAN)
          .build();

  static final ClickHouseTable TABLE =
      ClickHouseTable.of("lab", "readings", SCHEMA, new Roles("sensor", "revision", "at"));

  private ReadingTable() {}

  static Row row(String sensor, long revision, long at) {
    return Row.withSchema(SCHEMA).addValues(sensor, revision, at, null, null).build();
  }
}
