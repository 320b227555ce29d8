package dev.tally.bench;

import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.ServerStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.transforms.ParDo;

/** Measures one store. */
final class OlapRun {
  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);
  private static final Duration AT_MOST = Duration.ofMinutes(30);
  private static final int QUERY_RUNS = 20;
  private static final int PROBES = 30;

  /** One of this many rows is corrected. */
  private static final int CORRECTED = 25;

  private final LocalStack stack;
  private final OlapStore store;
  private final long rows;
  private final Consumer<String> console;

  OlapRun(LocalStack stack, OlapStore store, long rows, Consumer<String> console) {
    this.stack = stack;
    this.store = store;
    this.rows = rows;
    this.console = console;
  }

  /** Runs all measurements; returns true if the total is right at the end. */
  boolean run() throws Exception {
    String name = store.server().label();
    final long rssBefore = rssMiB();
    final long diskBefore = diskMiB();
    final double loadSeconds = load("load", rows, 1, rows);
    final long rssAfter = rssMiB();
    final long diskAfter = diskMiB();
    console.accept(
        "%s: RSS %,d MiB before and %,d MiB after, disk %,d MiB"
            .formatted(name, rssBefore, rssAfter, diskAfter - diskBefore));
    Map<String, long[]> latencies = queries();
    long[] visible = timeToVisible();
    long corrected = rows / CORRECTED;
    Reader reader = new Reader();
    CompletableFuture<Void> reads = CompletableFuture.runAsync(reader);
    double correctionSeconds = load("corrections", corrected, 2, total() + corrected);
    reader.over = true;
    reads.get();
    long expected = rows + corrected + PROBES;
    boolean sound = total() == expected;
    console.accept(
        "%s: during corrections %d reads, of these %d with a lower total than an earlier one"
            .formatted(name, reader.reads, reader.lower));
    console.accept(
        "store=%s rows=%d rows_per_s=%.0f corrections_per_s=%.0f rss_bytes_per_key=%.0f disk_bytes_per_key=%.0f visible_p50_ms=%d visible_p99_ms=%d group_by_p50_ms=%d reads=%d lower=%d sound=%b"
            .formatted(
                name,
                rows,
                (double) rows / loadSeconds,
                (double) corrected / correctionSeconds,
                perKey(rssAfter - rssBefore),
                perKey(diskAfter - diskBefore),
                Percentiles.percentile(visible, 50),
                Percentiles.percentile(visible, 99),
                Percentiles.percentile(latencies.values().iterator().next(), 50),
                reader.reads,
                reader.lower,
                sound));
    return sound;
  }

  /** Writes rows with a revision and waits until the total is visible; returns the seconds. */
  private double load(String what, long count, long revision, long expected) throws Exception {
    Path directory = Files.createTempDirectory("tally-bench-olap-");
    FlinkPipelineOptions options = new JobSettings(directory, CHECKPOINTS, 0).options("olap");
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Numbers", GenerateSequence.from(0).to(count))
        .apply("MakeRows", ParDo.of(new OlapRows.MakeFn(revision)))
        .setRowSchema(OlapRows.SCHEMA)
        .apply("Write", store.write());
    long start = System.nanoTime();
    double seconds;
    // The write to Pinot waits for segments without end, so the job is cancelled.
    PipelineResult job = pipeline.run();
    try {
      awaitTotal(expected, job);
      seconds = (System.nanoTime() - start) / 1e9;
    } finally {
      job.cancel();
    }
    Directories.delete(directory);
    console.accept(
        "%s: %s of %,d rows: visible after %.1f s"
            .formatted(store.server().label(), what, count, seconds));
    return seconds;
  }

  private void awaitTotal(long expected, PipelineResult job)
      throws InterruptedException, TimeoutException {
    Deadline deadline = new Deadline(AT_MOST, "The rows are not all visible");
    while (total() != expected) {
      if (job.getState().isTerminal()) {
        throw new IllegalStateException("The job ended before the rows were visible.");
      }
      deadline.pause();
    }
  }

  /** Returns the sum of all clicks, or -1 while the store does not respond. */
  private long total() {
    try {
      return Math.round(store.query("SELECT SUM(clicks) AS n FROM " + store.tables().get(0)));
    } catch (RuntimeException notYet) {
      return -1;
    }
  }

  /** Runs each query on each table; returns the sorted latencies in ms, by query. */
  private Map<String, long[]> queries() {
    long day = OlapRows.FIRST_MILLIS + OlapRows.DAY_MILLIS;
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put(
        "clicks by campaign", "SELECT campaign_id, SUM(clicks) AS n FROM %s GROUP BY campaign_id");
    queries.put("total", "SELECT SUM(clicks) AS n FROM %s");
    queries.put(
        "total of a day",
        "SELECT SUM(clicks) AS n FROM %%s WHERE minute_ms >= %d AND minute_ms < %d"
            .formatted(day, day + OlapRows.DAY_MILLIS));
    queries.put(
        "one key",
        "SELECT SUM(clicks) AS n FROM %%s WHERE record_uuid = '%s'".formatted(OlapRows.key(7)));
    Map<String, long[]> latencies = new LinkedHashMap<>();
    for (String table : store.tables()) {
      queries.forEach(
          (what, sql) -> latencies.put(what + ", " + table, latencies(sql.formatted(table))));
    }
    latencies.forEach(
        (what, millis) ->
            console.accept(
                "%s: %s: p50 %d ms, p99 %d ms"
                    .formatted(
                        store.server().label(),
                        what,
                        Percentiles.percentile(millis, 50),
                        Percentiles.percentile(millis, 99))));
    return latencies;
  }

  private long[] latencies(String sql) {
    long[] millis = new long[QUERY_RUNS];
    store.query(sql);
    for (int i = 0; i < QUERY_RUNS; i++) {
      long start = System.nanoTime();
      store.query(sql);
      millis[i] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
    Arrays.sort(millis);
    return millis;
  }

  /**
   * Writes new keys one by one with the store's own client; returns the sorted times in ms from the
   * acknowledgement until a query by key returns the row.
   */
  private long[] timeToVisible() {
    long[] millis = new long[PROBES];
    String table = store.tables().get(store.tables().size() - 1);
    for (int i = 0; i < PROBES; i++) {
      long number = rows + i;
      String sql =
          "SELECT SUM(clicks) AS n FROM %s WHERE record_uuid = '%s'"
              .formatted(table, OlapRows.key(number));
      store.writeOne(OlapRows.row(number, 1));
      long start = System.nanoTime();
      while (store.query(sql) != 1) {
        Thread.onSpinWait();
      }
      millis[i] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
    Arrays.sort(millis);
    return millis;
  }

  private double perKey(long mib) {
    return (double) (mib << 20) / rows;
  }

  private long rssMiB() {
    return stack.status().stream()
        .filter(status -> status.server() == store.server())
        .map(ServerStatus::rssMiB)
        .mapToLong(mib -> mib.orElse(0))
        .sum();
  }

  private long diskMiB() throws IOException {
    Path data = stack.dataDir().resolve(store.server().label());
    long bytes = 0;
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.exists(file) ? Files.size(file) : 0;
      }
    }
    return bytes >> 20;
  }

  /** Reads the total repeatedly and counts how often it is lower than an earlier one. */
  private final class Reader implements Runnable {
    private volatile boolean over;
    private volatile long reads;
    private volatile long lower;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // Only one thread writes.
    public void run() {
      long highest = 0;
      while (!over) {
        long total = total();
        if (total >= 0) {
          reads++;
          lower += total < highest ? 1 : 0;
          highest = Math.max(highest, total);
        }
      }
    }
  }
}
