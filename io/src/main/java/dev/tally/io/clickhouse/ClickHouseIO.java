package dev.tally.io.clickhouse;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;

/**
 * Writes rows to ClickHouse, so that each key has one row in a view at any moment, also if rows are
 * written more than once or out of order.
 *
 * <pre>{@code
 * ClickHouseAddress server = ClickHouseAddress.at(URI.create("http://127.0.0.1:8123"));
 * ClickHouseTable table =
 *     ClickHouseTable.of("lab", "readings", schema, new Roles("sensor_id", "revision", "at"));
 * readings.apply(ClickHouseIO.write(server, table));
 * }</pre>
 */
public final class ClickHouseIO {
  private static final int BATCH_ROWS = 50_000;
  private static final int MOST_BATCH_ROWS = 1_000_000;
  private static final int SHARDS = 4;
  private static final int MOST_SHARDS = 1_000;

  private ClickHouseIO() {}

  /** Returns a write into a table. If the table does not exist, it is created, with its view. */
  public static Write write(ClickHouseAddress server, ClickHouseTable table) {
    return new AutoValue_ClickHouseIO_Write.Builder()
        .server(server)
        .table(table)
        .batchRows(BATCH_ROWS)
        .batchDelay(Duration.standardSeconds(5))
        .shards(SHARDS)
        .build();
  }

  /**
   * Writes rows into a ClickHouse table.
   *
   * <p>Input: rows with a schema that has the columns of the table, in any windows. Other fields
   * are not written.
   *
   * <p>Output: one insert per batch of a shard, or several if the rows are of more than 50 days.
   *
   * <p>State: rows that wait for their batch, per shard. {@link #withBatches} limits their number
   * and how long they wait.
   *
   * <p>Delivery: each row is inserted at least once. Because inserts are idempotent by key and
   * revision, the view {@code <table>_latest} shows the highest revision of each key once. See
   * docs/clickhouse-sink.md.
   *
   * <p>Errors: an existing table that does not fit is rejected when the pipeline is built. A table
   * that was dropped and created again while the pipeline was running fails it. Infrastructure
   * faults are thrown after retries of one minute. A text with an unpaired surrogate fails the
   * pipeline.
   */
  @AutoValue
  public abstract static class Write extends PTransform<PCollection<Row>, PDone> {
    private static final long serialVersionUID = 1L;

    abstract ClickHouseAddress server();

    abstract ClickHouseTable table();

    abstract int batchRows();

    abstract Duration batchDelay();

    abstract int shards();

    abstract Builder toBuilder();

    @AutoValue.Builder
    abstract static class Builder {
      abstract Builder server(ClickHouseAddress server);

      abstract Builder table(ClickHouseTable table);

      abstract Builder batchRows(int rows);

      abstract Builder batchDelay(Duration delay);

      abstract Builder shards(int shards);

      abstract Write build();
    }

    /**
     * Inserts the waiting rows of a shard when there are {@code rows} of them, from 1 to 1,000,000,
     * or when they have waited for {@code delay}. Default: 50,000 rows and 5 seconds. Each insert
     * creates a part per day on the server; with short delays the server delays and rejects inserts
     * until it has merged parts.
     */
    public Write withBatches(int rows, Duration delay) {
      require(rows > 0 && rows <= MOST_BATCH_ROWS, "batch rows", rows, "1 to 1,000,000");
      return toBuilder().batchRows(rows).batchDelay(delay).build();
    }

    /**
     * Sets the number of shards, from 1 to 1,000, which limits how many inserts run at the same
     * time. Default: 4.
     */
    public Write withShards(int shards) {
      require(shards > 0 && shards <= MOST_SHARDS, "shards", shards, "1 to 1,000");
      return toBuilder().shards(shards).build();
    }

    private static void require(boolean holds, String what, Object value, String range) {
      if (!holds) {
        throw new IllegalArgumentException(
            "%s is %s: it must be %s.".formatted(what, value, range));
      }
    }

    @Override
    public PDone expand(PCollection<Row> rows) {
      requireColumns(rows.getSchema());
      String tableId = ClickHouseTables.at(server()).ensure(table());
      rows.apply("Shard", ParDo.of(new ShardFn(table().key(), shards())))
          .setCoder(KvCoder.of(VarIntCoder.of(), rows.getCoder()))
          .apply(
              "Global",
              Window.<KV<Integer, Row>>into(new GlobalWindows())
                  .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                  .discardingFiredPanes())
          .apply(
              "Batch",
              GroupIntoBatches.<Integer, Row>ofSize(batchRows())
                  .withMaxBufferingDuration(batchDelay()))
          .apply("Insert", ParDo.of(new InsertRowsFn(server(), table(), tableId)));
      return PDone.in(rows.getPipeline());
    }

    private void requireColumns(Schema schema) {
      for (Field column : table().schema().getFields()) {
        boolean has =
            schema.hasField(column.getName())
                && schema.getField(column.getName()).getType().equals(column.getType());
        require(has, "column " + column.getName(), schema, "a field of type " + column.getType());
      }
    }
  }
}
