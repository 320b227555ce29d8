package dev.tally.io.clickhouse;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.values.Row;

/**
 * Inserts rows into a table, as long as it is the table with the expected id.
 *
 * <p>The id is checked before each batch. If the table is dropped and created again between the
 * check and an insert, the next batch fails, and so does every later one, also after a restart.
 */
final class InsertRows {
  private final ClickHouseTable table;
  private final String tableId;
  private final ClickHouseClient client;
  private final ClickHouseTables tables;
  private final ClickHouseAddress server;

  InsertRows(ClickHouseAddress server, ClickHouseTable table, String tableId) {
    this.server = server;
    this.table = table;
    this.tableId = tableId;
    client = new ClickHouseClient(server, ClickHouseTables.TIMEOUT);
    tables = ClickHouseTables.at(server);
  }

  void insert(List<Row> rows) throws IOException {
    requireSameTable();
    JsonRows json = new JsonRows(table);
    for (List<Row> block : InsertBlocks.of(rows, table.time())) {
      client.insert(TableSql.insert(table), json.encode(block));
    }
  }

  private void requireSameTable() {
    Optional<String> id = tables.id(table);
    if (!id.equals(Optional.of(tableId))) {
      throw new ClickHouseException(
          "Table %s in ClickHouse at %s is not the table of this pipeline: its id is %s, and that of the pipeline's table is %s. Rows that were inserted before are missing in it. Restore the table, or write everything again with a new pipeline."
              .formatted(table.fullName(), server, id.orElse("(none)"), tableId));
    }
  }
}
