package dev.tally.io.clickhouse;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Inserts batches of rows. */
final class InsertRowsFn extends DoFn<KV<Integer, Iterable<Row>>, Void> {
  private static final long serialVersionUID = 1L;

  private final Counter inserted = Metrics.counter(ClickHouseIO.class, "rows_inserted");
  private final ClickHouseAddress server;
  private final ClickHouseTable table;
  private final String tableId;
  private transient @Nullable InsertRows insert;

  InsertRowsFn(ClickHouseAddress server, ClickHouseTable table, String tableId) {
    this.server = server;
    this.table = table;
    this.tableId = tableId;
  }

  @Setup
  public void setup() {
    insert = new InsertRows(server, table, tableId);
  }

  @ProcessElement
  public void process(@Element KV<Integer, Iterable<Row>> batch) throws IOException {
    List<Row> rows = InsertBlocks.listOf(batch.getValue());
    Objects.requireNonNull(insert).insert(rows);
    inserted.inc(rows.size());
  }
}
