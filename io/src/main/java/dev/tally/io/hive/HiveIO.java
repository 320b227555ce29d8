package dev.tally.io.hive;

import com.google.auto.value.AutoValue;
import dev.tally.io.hive.TableSpec.TableName;
import dev.tally.io.hive.UnwritableRow.UnwritableRowCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithFailures;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows with a schema into a Hive table, each row once per key and revision, even if input is
 * replayed.
 *
 * <pre>{@code
 * List<PCollection<UnwritableRow>> rejected = new ArrayList<>();
 * readings
 *     .apply(
 *         HiveIO.write("thrift://127.0.0.1:9083", "readings", "sensor_id", "revision")
 *             .partitionedBy("day", row -> row.getDateTime("at").toString("yyyy-MM-dd")))
 *     .failuresTo(rejected);
 * }</pre>
 */
public final class HiveIO {
  private static final int BATCH_ROWS = 50_000;
  private static final int MOST_BATCH_ROWS = 1_000_000;
  private static final int COMPACT_FILES = 64;
  private static final int MOST_BUCKETS = 10_000;

  private HiveIO() {}

  /**
   * Returns a write into a table. If the table does not exist, it is created, with a view {@code
   * <table>_latest} that shows the highest revision of each key.
   *
   * @param metastore e.g. {@code thrift://127.0.0.1:9083}
   * @param table {@code table} or {@code database.table}
   * @param key the field with the idempotency key, of the type STRING or BYTES
   * @param revision the field with the revision of the key, of an integer type
   */
  public static Write write(String metastore, String table, String key, String revision) {
    return new AutoValue_HiveIO_Write.Builder()
        .metastore(metastore)
        .table(TableName.of(table))
        .keyFields(new KeyFields(key, revision))
        .partitions(List.of())
        .batchRows(BATCH_ROWS)
        .batchDelay(Duration.standardMinutes(1))
        .compactFiles(COMPACT_FILES)
        .retention(Duration.standardDays(1))
        .listener(CommitListener.none())
        .build();
  }

  /**
   * Writes rows into a Hive table.
   *
   * <p>Input: rows with a schema, in any windows.
   *
   * <p>Output: one Parquet file per batch of a partition and bucket; none if the table already has
   * all rows of the batch. Rows that can never be written are the failures of the result and keep
   * their windows: the function of a partition column failed, or a value cannot be a partition
   * value or does not fit its column. The caller must handle them; the counter {@code rows_refused}
   * counts them.
   *
   * <p>State: rows that wait for their batch, per partition and bucket. {@link #withBatches} limits
   * their number and how long they wait.
   *
   * <p>Delivery: the table has at most one row per key and revision. On runners that deliver at
   * least once, each row is therefore written exactly once. See docs/hive-sink.md.
   *
   * <p>Errors: a table, column or field that Hive could not read back, and an existing table that
   * does not fit, are rejected when the pipeline is built. Infrastructure faults are thrown.
   *
   * <p>Limits: a subtask reads the index of one file at a time, at most 64 MiB (8 bytes per row),
   * and caches 128 MiB of indexes, that is, of about 16 million rows. If the buckets and partitions
   * that it writes to have more rows, commits read indexes again and become slow: use a higher
   * parallelism, with at least as many buckets.
   */
  @AutoValue
  public abstract static class Write
      extends PTransform<PCollection<Row>, WithFailures.Result<PDone, UnwritableRow>> {
    private static final long serialVersionUID = 1L;

    abstract String metastore();

    abstract TableName table();

    abstract KeyFields keyFields();

    abstract List<PartitionColumn> partitions();

    abstract @Nullable Integer buckets();

    abstract int batchRows();

    abstract Duration batchDelay();

    abstract int compactFiles();

    abstract Duration retention();

    abstract CommitListener listener();

    abstract @Nullable String location();

    abstract Builder toBuilder();

    @AutoValue.Builder
    abstract static class Builder {
      abstract Builder metastore(String metastore);

      abstract Builder table(TableName table);

      abstract Builder keyFields(KeyFields keyFields);

      abstract Builder partitions(List<PartitionColumn> partitions);

      abstract Builder buckets(@Nullable Integer buckets);

      abstract Builder batchRows(int rows);

      abstract Builder batchDelay(Duration delay);

      abstract Builder compactFiles(int files);

      abstract Builder retention(Duration retention);

      abstract Builder listener(CommitListener listener);

      abstract Builder location(@Nullable String location);

      abstract Write build();
    }

    /**
     * Adds a partition column of type string.
     *
     * @param value computes the value from a row. A null or empty value means Hive's default
     *     partition, whose column Hive reads as {@code __HIVE_DEFAULT_PARTITION__}. The value must
     *     be the same for all revisions of a key
     */
    public Write partitionedBy(String column, SerializableFunction<Row, String> value) {
      List<PartitionColumn> more = new ArrayList<>(partitions());
      more.add(new PartitionColumn(column, value));
      return toBuilder().partitions(List.copyOf(more)).build();
    }

    /**
     * Sets the number of buckets per partition of a new table, from 1 to 10,000. Default: the
     * number of the existing table, or 8 for a new one. The number can never change: a write with
     * another number is rejected when the pipeline is built.
     */
    public Write withBuckets(int buckets) {
      require(buckets > 0 && buckets <= MOST_BUCKETS, "buckets", buckets, "1 to 10,000");
      return toBuilder().buckets(buckets).build();
    }

    /**
     * Commits the waiting rows of a bucket when there are {@code rows} of them, from 1 to
     * 1,000,000, or when they have waited for {@code delay}. Default: 50,000 rows and one minute.
     */
    public Write withBatches(int rows, Duration delay) {
      require(rows > 0 && rows <= MOST_BATCH_ROWS, "batch rows", rows, "1 to 1,000,000");
      return toBuilder().batchRows(rows).batchDelay(delay).build();
    }

    /**
     * Compacts a partition when one of its buckets has {@code files} files, at least 3. With 0,
     * partitions are compacted only by {@link HiveTable#compact()}. Default: 64.
     */
    public Write withCompactionThreshold(int files) {
      require(files == 0 || files > 2, "files", files, "0, or at least 3");
      return toBuilder().compactFiles(files).build();
    }

    /**
     * Sets the age, by the store's clock, from which replaced generations and staged files that
     * were never committed are deleted. It must be longer than any query and any pause of a writer.
     * Default: one day.
     */
    public Write withRetention(Duration retention) {
      require(retention.isLongerThan(Duration.ZERO), "retention", retention, "longer than zero");
      return toBuilder().retention(retention).build();
    }

    /**
     * Sets the directory in which the table is created if it does not exist. Default: below the
     * directory of its database.
     */
    public Write withLocation(String location) {
      return toBuilder().location(location).build();
    }

    /** Sets a listener that is called at each step of a commit, for tests. */
    public Write withCommitListener(CommitListener listener) {
      return toBuilder().listener(listener).build();
    }

    private static void require(boolean holds, String what, Object value, String range) {
      if (!holds) {
        throw new IllegalArgumentException(
            "%s is %s: it must be %s.".formatted(what, value, range));
      }
    }

    @Override
    public WithFailures.Result<PDone, UnwritableRow> expand(PCollection<Row> rows) {
      TableSpec spec = spec(rows);
      TableIdentity table = setUp(spec);
      PCollectionTuple placed =
          rows.apply(
              "Bucket",
              ParDo.of(new BucketFn(keyFields(), rows.getSchema(), partitions(), table.buckets()))
                  .withOutputTags(BucketFn.PLACED, TupleTagList.of(BucketFn.REFUSED)));
      placed
          .get(BucketFn.PLACED)
          .setCoder(KvCoder.of(new BucketKey.BucketKeyCoder(), rows.getCoder()))
          .apply(
              "Global",
              Window.<KV<BucketKey, Row>>into(new GlobalWindows())
                  .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                  .discardingFiredPanes())
          .apply(
              "Batch",
              GroupIntoBatches.<BucketKey, Row>ofSize(batchRows())
                  .withMaxBufferingDuration(batchDelay()))
          .apply(
              "Commit", ParDo.of(new CommitRowsFn(spec, compactFiles(), retention(), listener())));
      PCollection<UnwritableRow> rejected =
          placed.get(BucketFn.REFUSED).setCoder(new UnwritableRowCoder(rows.getCoder()));
      return WithFailures.Result.of(PDone.in(rows.getPipeline()), rejected);
    }

    private TableSpec spec(PCollection<Row> rows) {
      if (partitions().isEmpty()) {
        throw new IllegalArgumentException(
            "The table has no partition column: call partitionedBy(…).");
      }
      return new TableSpec(
          metastore(),
          table(),
          location(),
          keyFields(),
          buckets(),
          partitions().stream().map(PartitionColumn::name).toList(),
          rows.getSchema());
    }

    private static TableIdentity setUp(TableSpec spec) {
      try (Metastore metastore = new Metastore(spec.metastore())) {
        return new TableSetup(metastore, spec, null).ensure();
      } catch (IOException e) {
        throw new HiveException(
            e.getMessage() + ": the table is created or compared when the pipeline is built.", e);
      }
    }
  }
}
