package dev.tally.io.hive;

import com.google.auto.value.AutoValue;
import dev.tally.io.hive.TableSpec.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows with a schema into a Hive table, each once, whatever is replayed.
 *
 * <pre>{@code
 * readings.apply(
 *     HiveIO.write("thrift://127.0.0.1:9083", "readings", "sensor_id", "revision")
 *         .partitionedBy("day", row -> row.getDateTime("at").toString("yyyy-MM-dd")));
 * }</pre>
 */
public final class HiveIO {
  private static final int BUCKETS = 8;
  private static final int BATCH_ROWS = 50_000;
  private static final int COMPACT_FILES = 64;
  private static final int MOST_BUCKETS = 10_000;

  private HiveIO() {}

  /**
   * A write into a table, which is made if it is not there, with a view {@code <table>_latest} of
   * the highest revision of each key.
   *
   * @param metastore e.g. {@code thrift://127.0.0.1:9083}
   * @param table {@code table} or {@code database.table}
   * @param key the field with the idempotency key, a STRING or BYTES
   * @param revision the field with its revision, an integer
   */
  public static Write write(String metastore, String table, String key, String revision) {
    return new AutoValue_HiveIO_Write(
        metastore,
        TableName.of(table),
        new RowName(key, revision),
        List.of(),
        BUCKETS,
        BATCH_ROWS,
        Duration.standardMinutes(1),
        COMPACT_FILES,
        CommitWatch.none(),
        null);
  }

  /**
   * A write into a table.
   *
   * <p>Input: rows with a schema, in any windows.
   *
   * <p>Output: for each partition and bucket a Parquet file a batch; none if all its rows stand.
   *
   * <p>State: rows that wait for their batch, per partition and bucket, at most {@link
   * #withBatches} many for at most that long.
   *
   * <p>Delivery: a row stands in the table at most once per key and revision; on runners that
   * deliver at least once, exactly once. Docs: docs/hive-sink.md.
   *
   * <p>Errors: a table that does not fit is refused when the pipeline is built; faults are thrown.
   */
  @AutoValue
  public abstract static class Write extends PTransform<PCollection<Row>, PDone> {
    private static final long serialVersionUID = 1L;

    abstract String metastore();

    abstract TableName table();

    abstract RowName name();

    abstract List<PartitionColumn> partitions();

    abstract int buckets();

    abstract int batchRows();

    abstract Duration batchDelay();

    abstract int compactFiles();

    abstract CommitWatch watch();

    abstract @Nullable String location();

    /**
     * With one more partition column, a string.
     *
     * @param value of a row; it must be the same for all revisions of a key
     */
    public Write partitionedBy(String column, SerializableFunction<Row, String> value) {
      List<PartitionColumn> more = new ArrayList<>(partitions());
      more.add(new PartitionColumn(column, value));
      return changed(List.copyOf(more), buckets(), batchRows(), batchDelay(), compactFiles());
    }

    /** With this many buckets a partition, 8 if not said; a table keeps its number for ever. */
    public Write withBuckets(int buckets) {
      require(buckets > 0 && buckets <= MOST_BUCKETS, "buckets", buckets);
      return changed(partitions(), buckets, batchRows(), batchDelay(), compactFiles());
    }

    /** With a commit of a bucket at this many rows, or after this time; 50,000 and a minute. */
    public Write withBatches(int rows, Duration delay) {
      require(rows > 0, "batch rows", rows);
      return changed(partitions(), buckets(), rows, delay, compactFiles());
    }

    /**
     * With a compaction of a partition by its own writer at this many files a bucket, 64 if not
     * said; 0 leaves that to {@link HiveTable#compact()}.
     */
    public Write compactingAt(int files) {
      require(files == 0 || files > 2, "files", files);
      return changed(partitions(), buckets(), batchRows(), batchDelay(), files);
    }

    /** With the directory of a table that is not there yet; else it is the database's. */
    public Write at(String location) {
      return new AutoValue_HiveIO_Write(
          metastore(),
          table(),
          name(),
          partitions(),
          buckets(),
          batchRows(),
          batchDelay(),
          compactFiles(),
          watch(),
          location);
    }

    /** With somebody who is told of each step of a commit, for tests. */
    public Write watchedBy(CommitWatch watch) {
      return new AutoValue_HiveIO_Write(
          metastore(),
          table(),
          name(),
          partitions(),
          buckets(),
          batchRows(),
          batchDelay(),
          compactFiles(),
          watch,
          location());
    }

    private Write changed(
        List<PartitionColumn> partitions, int buckets, int rows, Duration delay, int files) {
      return new AutoValue_HiveIO_Write(
          metastore(),
          table(),
          name(),
          partitions,
          buckets,
          rows,
          delay,
          files,
          watch(),
          location());
    }

    private static void require(boolean holds, String what, int value) {
      if (!holds) {
        throw new IllegalArgumentException("%s: %d cannot be.".formatted(what, value));
      }
    }

    @Override
    public PDone expand(PCollection<Row> rows) {
      if (partitions().isEmpty()) {
        throw new IllegalArgumentException("Say how the table is partitioned: partitionedBy(…).");
      }
      TableSpec spec =
          new TableSpec(
              metastore(),
              table(),
              location(),
              name(),
              buckets(),
              partitions().stream().map(PartitionColumn::name).toList(),
              rows.getSchema());
      setUp(spec);
      rows.apply(
              "Global",
              Window.<Row>into(new GlobalWindows())
                  .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                  .discardingFiredPanes())
          .apply("Bucket", ParDo.of(new BucketFn(name(), partitions(), buckets())))
          .setCoder(KvCoder.of(new BucketKey.BucketKeyCoder(), rows.getCoder()))
          .apply(
              "Batch",
              GroupIntoBatches.<BucketKey, Row>ofSize(batchRows())
                  .withMaxBufferingDuration(batchDelay()))
          .apply("Commit", ParDo.of(new CommitFn(spec, compactFiles(), watch())));
      return PDone.in(rows.getPipeline());
    }

    private static void setUp(TableSpec spec) {
      try (Metastore metastore = new Metastore(spec.metastore())) {
        new TableSetup(metastore, spec).ensure();
      } catch (IOException e) {
        throw new HiveException(e.getMessage() + ": the table is made when the job starts.", e);
      }
    }
  }
}
