package dev.tally.io.hive;

import dev.tally.io.hive.CommitRows.Committed;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits batches of rows, each of one bucket, and compacts and sweeps the table when this is due.
 */
final class CommitRowsFn extends DoFn<KV<BucketKey, Iterable<Row>>, Void> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(HiveIO.class);

  private final Counter committed = Metrics.counter(HiveIO.class, "rows_committed");
  private final Counter lost = Metrics.counter(HiveIO.class, "commits_lost");
  private final Counter compacted = Metrics.counter(HiveIO.class, "partitions_compacted");
  private final Counter swept = Metrics.counter(HiveIO.class, "directories_swept");

  private final TableSpec spec;
  private final int compactFiles;
  private final Duration retention;
  private final CommitListener listener;
  private transient @Nullable HiveTable table;
  private transient @Nullable TableSetup setup;

  CommitRowsFn(TableSpec spec, int compactFiles, Duration retention, CommitListener listener) {
    this.spec = spec;
    this.listener = listener;
    this.compactFiles = compactFiles;
    this.retention = retention;
  }

  @Setup
  public void setup() throws IOException {
    table = HiveTable.open(spec, listener, retention);
    setup = table.setup(spec);
  }

  @ProcessElement
  public void process(@Element KV<BucketKey, Iterable<Row>> batch) throws IOException {
    HiveTable open = Objects.requireNonNull(table);
    BucketKey key = batch.getKey();
    open.ensureColumns(Objects.requireNonNull(setup), key.partition());
    boolean due = false;
    for (Map.Entry<Integer, ? extends Iterable<Row>> bucket :
        open.buckets(key, batch.getValue()).entrySet()) {
      Committed done = open.commit(key.partition(), bucket.getKey(), bucket.getValue());
      LOG.debug("{} of {}: {}", bucket.getKey(), key.partition(), done);
      committed.inc(done.rows());
      lost.inc(done.lost());
      due |= compactFiles > 0 && done.files() >= compactFiles;
    }
    if (due) {
      compacted.inc(open.compactUnlessUnderWay(key.partition()) ? 1 : 0);
    }
    swept.inc(open.sweepIfDue());
  }

  @Teardown
  public void close() throws IOException {
    if (table != null) {
      table.close();
      table = null;
    }
  }
}
