package dev.tally.io.hive;

import dev.tally.io.hive.CommitRows.Committed;
import dev.tally.io.hive.HiveType.Struct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.beam.sdk.values.Row;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Table;
import org.joda.time.Duration;

/**
 * A table that {@link HiveIO} writes, with its maintenance: {@link #compact}, {@link #sweep},
 * {@link #check} and {@link #repair}. These may run at any time, concurrently with any number of
 * writers and readers.
 *
 * <p>Not thread-safe.
 */
public final class HiveTable implements AutoCloseable {
  private static final java.time.Duration PIN_ABANDONED = java.time.Duration.ofHours(1);
  private static final java.time.Duration COMPACTION_ABANDONED = java.time.Duration.ofMinutes(10);
  private static final Duration RETENTION = Duration.standardDays(1);
  private static final Duration FOR_EVER = Duration.standardDays(100_000);
  private static final long PAUSE_MILLIS = 50;

  private final Metastore metastore;
  private final TableFileSystem fileSystem;
  private final KeyFields keyFields;
  private final TableIdentity identity;
  private final TablePartitions partitions;
  private final MetastorePointers<List<String>> pointers;
  private final PartitionLog<List<String>, Row> log;
  private final GenerationSwitch<List<String>, Row> generationSwitch;
  private final CommitRows<List<String>, Row> commits;
  private final CompactPartition<List<String>, Row> compaction;
  private final PeriodicSweep<List<String>> periodic;

  private HiveTable(
      Metastore metastore,
      Table table,
      KeyFields keyFields,
      Struct columns,
      CommitListener listener,
      Duration retention)
      throws IOException {
    this.metastore = metastore;
    this.keyFields = keyFields;
    identity = TableSetup.identity(table);
    Supplier<String> names = new RandomNames();
    fileSystem = TableFileSystem.of(table.getSd().getLocation(), names);
    partitions = new TablePartitions(metastore, fileSystem, table);
    Staging staging = Staging.of(fileSystem, table.getSd().getLocation(), names);
    GenerationPins pins =
        new GenerationPins(
            fileSystem,
            staging,
            FileLogClock.of(fileSystem, staging),
            PIN_ABANDONED,
            () -> TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS));
    ParquetRows format = new ParquetRows(fileSystem, columns, keyFields);
    pointers = new MetastorePointers<>(format, partitions, pins, identity);
    log = new PartitionLog<>(format, pointers, pins, identity);
    generationSwitch = new GenerationSwitch<>(log);
    commits = new CommitRows<>(log, listener);
    compaction = new CompactPartition<>(log, MergePlan.MOST_ROWS);
    periodic = new PeriodicSweep<>(sweeper(retention), partitions::all, System::nanoTime);
  }

  private SweepTable<List<String>> sweeper(Duration keep) {
    return new SweepTable<>(log, log.pins().clock(), java.time.Duration.ofMillis(keep.getMillis()));
  }

  /**
   * Opens an existing table.
   *
   * @param metastore e.g. {@code thrift://127.0.0.1:9083}
   * @param table {@code table} or {@code database.table}
   */
  public static HiveTable at(String metastore, String table) throws IOException {
    Metastore client = new Metastore(metastore);
    Table found = find(client, TableSpec.TableName.of(table));
    KeyFields keyFields =
        new KeyFields(
            TableSetup.property(found, TableSetup.KEY),
            TableSetup.property(found, TableSetup.REVISION));
    return new HiveTable(
        client, found, keyFields, new Struct(List.of()), CommitListener.none(), RETENTION);
  }

  /** Returns the number of buckets of a table; empty if the table does not exist. */
  public static OptionalInt buckets(String metastore, String table) throws IOException {
    TableSpec.TableName name = TableSpec.TableName.of(table);
    try (Metastore client = new Metastore(metastore)) {
      return client
          .table(name.database(), name.name())
          .map(found -> OptionalInt.of(TableSetup.identity(found).buckets()))
          .orElse(OptionalInt.empty());
    }
  }

  static HiveTable open(TableSpec spec, CommitListener listener, Duration retention)
      throws IOException {
    Metastore client = new Metastore(spec.metastore());
    Table found = find(client, spec.table());
    return new HiveTable(client, found, spec.keyFields(), spec.columns(), listener, retention);
  }

  private static Table find(Metastore metastore, TableSpec.TableName name) throws IOException {
    return metastore
        .table(name.database(), name.name())
        .orElseThrow(
            () ->
                new HiveException(
                    "The metastore has no table %s: a job that writes to the table creates it when the job starts."
                        .formatted(name.quoted())));
  }

  TableSetup setup(TableSpec spec) {
    return new TableSetup(metastore, spec, identity);
  }

  /**
   * Adds the columns of this write to the table and to the partition, and to each of the two the
   * columns that only the other has.
   */
  void ensureColumns(TableSetup setup, List<String> partition) throws IOException {
    while (true) {
      Optional<List<FieldSchema>> there = partitions.columns(partition);
      if (there.isEmpty()) {
        generationSwitch.finishIfSealed(partition);
        continue;
      }
      setup.missing(there.get());
      List<FieldSchema> all = setup.addColumns(there.get());
      if (TablePartitions.missingColumns(there.get(), all).isEmpty()) {
        return;
      }
      addColumns(partition, all);
    }
  }

  private void addColumns(List<String> partition, List<FieldSchema> all) throws IOException {
    PartitionGeneration generation = log.current(partition);
    String pin = log.pins().set(generation);
    boolean sealed = log.isSealed(generation);
    if (!sealed) {
      partitions.addColumns(partition, all);
    }
    fileSystem.delete(pin);
    if (sealed) {
      generationSwitch.finish(partition, generation);
    }
  }

  /**
   * Groups the rows of a batch by bucket. There is one bucket, unless the batch is from a savepoint
   * and the table has since been created again with another number of buckets.
   */
  Map<Integer, List<Row>> buckets(BucketKey key, Iterable<Row> rows) {
    boolean same = key.buckets() == identity.buckets();
    Map<Integer, List<Row>> buckets = new LinkedHashMap<>();
    for (Row row : rows) {
      int bucket = same ? key.bucket() : keyFields.of(row).bucket(identity.buckets());
      buckets.computeIfAbsent(bucket, none -> new ArrayList<>()).add(row);
    }
    return buckets;
  }

  Committed commit(List<String> partition, int bucket, Iterable<Row> rows) throws IOException {
    return commits.commit(partition, bucket, rows);
  }

  boolean compactUnlessUnderWay(List<String> partition) throws IOException {
    return !compaction.isUnderWay(partition, COMPACTION_ABANDONED) && compaction.compact(partition);
  }

  int sweepIfDue() throws IOException {
    return periodic.sweepIfDue();
  }

  /**
   * Merges the files of each partition. Afterwards a bucket has at most two files, not counting
   * those that are too large to be merged.
   *
   * @return how many partitions were changed
   */
  public int compact() throws IOException {
    int compacted = 0;
    for (List<String> partition : partitions.all()) {
      compacted += compaction.compact(partition) ? 1 : 0;
    }
    return compacted;
  }

  /**
   * Deletes replaced generations and files that were never committed.
   *
   * @param keep how long a query may read a replaced generation, and how long a writer may pause;
   *     use at least one day if this is not known
   * @return how many files and directories were deleted
   */
  public int sweep(Duration keep) throws IOException {
    SweepTable<List<String>> sweeper = sweeper(keep);
    int deleted = sweeper.staged();
    for (List<String> partition : partitions.all()) {
      deleted += sweeper.generations(partition);
    }
    return deleted;
  }

  /**
   * Returns a redaction of the rows of this table.
   *
   * @throws IllegalArgumentException if the redacted column is the key or the revision
   */
  public RedactTable redacting(Redaction redaction) {
    keyFields.requireOther(redaction.column());
    return new RedactTable(
        log, partitions, new ParquetRedaction(fileSystem, log.format(), redaction));
  }

  /** Finds partitions that differ from what HiveIO creates; changes nothing. */
  public List<TableFinding> check() throws IOException {
    CheckTable<List<String>> check =
        new CheckTable<>(fileSystem, log.format(), partitions, log.staging(), identity);
    List<TableFinding> found = new ArrayList<>();
    for (List<String> partition : known()) {
      found.addAll(check.check(partition, partitions.name(partition)));
    }
    return found;
  }

  private Set<List<String>> known() throws IOException {
    Set<List<String>> all = new LinkedHashSet<>(partitions.all());
    all.addAll(partitions.onStore());
    return all;
  }

  /**
   * Corrects every partition for which {@link #check} reports a finding that {@linkplain
   * TableFinding.Kind#isRepairable is repairable}.
   *
   * @return all findings of the check
   */
  public List<TableFinding> repair() throws IOException {
    List<TableFinding> found = check();
    Set<String> repairable = new LinkedHashSet<>();
    for (TableFinding finding : found) {
      if (finding.kind().isRepairable()) {
        repairable.add(finding.partition());
      }
    }
    SweepTable<List<String>> carrying = sweeper(FOR_EVER);
    for (List<String> partition : known()) {
      if (repairable.contains(partitions.name(partition))) {
        generationSwitch.finishIfSealed(partition);
        carrying.generations(partition);
      }
    }
    return found;
  }

  /**
   * Adopts the data of an earlier table in the same directory, after the metastore was lost or the
   * table was dropped by mistake. No job may write to the table during this call.
   *
   * @return the names of the partitions that were restored
   * @throws HiveException if a partition has data of both tables
   */
  public List<String> restore() throws IOException {
    List<String> restored = new ArrayList<>();
    for (List<String> partition : partitions.onStore()) {
      if (pointers.restore(partition)) {
        generationSwitch.finishIfSealed(partition);
        restored.add(partitions.name(partition));
      }
    }
    return restored;
  }

  @Override
  public void close() throws IOException {
    metastore.close();
    fileSystem.close();
  }
}
