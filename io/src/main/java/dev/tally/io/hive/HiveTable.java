package dev.tally.io.hive;

import dev.tally.io.hive.CommitRows.Committed;
import dev.tally.io.hive.HiveType.Struct;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.beam.sdk.values.Row;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Table;

/**
 * A table that {@link HiveIO} writes, and what it needs now and then: {@link #compact} and {@link
 * #sweep}, any time, beside any number of writers and readers.
 *
 * <p>Not for several threads.
 */
public final class HiveTable implements AutoCloseable {
  private static final Duration PIN_ABANDONED = Duration.ofHours(1);
  private static final long PAUSE_MILLIS = 50;

  private final Metastore metastore;
  private final DataStore store;
  private final TablePartitions partitions;
  private final Staging staging;
  private final Pins pins;
  private final Turn<List<String>, Row> turn;
  private final CommitRows<List<String>, Row> commits;
  private final CompactPartition<List<String>, Row> compaction;

  private HiveTable(
      Metastore metastore, Table table, RowName name, Struct columns, CommitWatch watch)
      throws IOException {
    this.metastore = metastore;
    int buckets = Integer.parseInt(told(table, TableSetup.BUCKETS));
    Supplier<String> names = () -> UUID.randomUUID().toString();
    store = DataStore.of(table.getSd().getLocation(), names);
    partitions = new TablePartitions(metastore, store, table);
    staging = Staging.of(store, table.getSd().getLocation(), names);
    pins =
        new Pins(
            store,
            staging,
            Clock.systemUTC()::millis,
            PIN_ABANDONED,
            () -> TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS));
    ParquetRows rows = new ParquetRows(store, columns, name);
    turn = new Turn<>(store, rows, partitions, staging, pins, buckets);
    commits = new CommitRows<>(store, rows, partitions, staging, turn, watch);
    compaction = new CompactPartition<>(store, rows, partitions, staging, pins, turn, buckets);
  }

  /**
   * Opens a table that is there.
   *
   * @param metastore e.g. {@code thrift://127.0.0.1:9083}
   * @param table {@code table} or {@code database.table}
   */
  public static HiveTable at(String metastore, String table) throws IOException {
    Metastore client = new Metastore(metastore);
    Table found = find(client, TableSpec.TableName.of(table));
    RowName name = new RowName(told(found, TableSetup.KEY), told(found, TableSetup.REVISION));
    return new HiveTable(client, found, name, new Struct(List.of()), CommitWatch.none());
  }

  static HiveTable open(TableSpec spec, CommitWatch watch) throws IOException {
    Metastore client = new Metastore(spec.metastore());
    return new HiveTable(client, find(client, spec.table()), spec.name(), spec.columns(), watch);
  }

  private static Table find(Metastore metastore, TableSpec.TableName name) throws IOException {
    return metastore
        .table(name.database(), name.name())
        .orElseThrow(() -> new HiveException(name.quoted() + " is not there."));
  }

  private static String told(Table table, String property) {
    String value = table.getParameters().get(property);
    if (value == null) {
      throw new HiveException(table.getTableName() + " was not made by HiveIO.");
    }
    return value;
  }

  TableSetup setup(TableSpec spec) {
    return new TableSetup(metastore, spec);
  }

  /** Makes the table and the partition know each other's columns, and this write's. */
  void ensureColumns(TableSetup setup, List<String> partition) throws IOException {
    while (true) {
      List<FieldSchema> there = partitions.columns(partition);
      setup.missing(there);
      List<FieldSchema> all = setup.addColumns(there);
      if (TablePartitions.lacking(there, all).isEmpty()) {
        return;
      }
      addColumns(partition, all);
    }
  }

  private void addColumns(List<String> partition, List<FieldSchema> all) throws IOException {
    Generation generation = partitions.current(partition);
    String pin = pins.set(generation);
    boolean sealed = turn.isSealed(Bucket.list(store, generation, 0));
    if (!sealed) {
      partitions.addColumns(partition, all);
    }
    store.delete(pin);
    if (sealed) {
      turn.finish(partition, generation);
    }
  }

  Committed commit(List<String> partition, int bucket, Iterable<Row> rows) throws IOException {
    return commits.commit(partition, bucket, rows);
  }

  boolean compact(List<String> partition) throws IOException {
    return compaction.compact(partition);
  }

  /**
   * Merges the files of each partition into at most two a bucket.
   *
   * @return how many partitions were changed
   */
  public int compact() throws IOException {
    int compacted = 0;
    for (List<String> partition : partitions.all()) {
      compacted += compact(partition) ? 1 : 0;
    }
    return compacted;
  }

  /**
   * Deletes what nobody needs any more.
   *
   * @param keep how long a query may have a replaced directory open, or a writer sleep; at least a
   *     day where you do not know
   * @return how many files and directories were deleted
   */
  public int sweep(Duration keep) throws IOException {
    SweepTable<List<String>> sweeper =
        new SweepTable<>(store, partitions, staging, Clock.systemUTC()::millis, keep);
    int deleted = sweeper.staged();
    for (List<String> partition : partitions.all()) {
      deleted += sweeper.generations(partition);
    }
    return deleted;
  }

  @Override
  public void close() throws IOException {
    metastore.close();
    store.close();
  }
}
