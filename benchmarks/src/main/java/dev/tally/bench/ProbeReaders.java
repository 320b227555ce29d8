package dev.tally.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.bench.ProbeTimes.Place;
import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotRows;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Notes when the counts of probes are in topics and in Pinot, on one thread per place. */
final class ProbeReaders implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long BETWEEN_QUERIES_MILLIS = 50;
  private static final int MOST_ROWS = 10_000;
  private static final String IS_PROBE = "\"" + ProbeTimes.CAMPAIGN + "\"";

  private final ProbeTimes probes;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile boolean stopped;
  private volatile long queries;
  private volatile long counts;
  private volatile long failedQueries;

  ProbeReaders(ProbeTimes probes) {
    this.probes = probes;
  }

  /** Starts to read a topic. */
  void read(Place place, OutputTopic topic) {
    start(
        place,
        () -> {
          try (Consumer<byte[], byte[]> consumer = topic.reader()) {
            while (!stopped) {
              read(place, consumer);
            }
          }
        });
  }

  /** One thread per place reads. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void read(Place place, Consumer<byte[], byte[]> consumer) throws IOException {
    var records = consumer.poll(POLL);
    long now = System.currentTimeMillis();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      counts += record.value() != null && place == Place.AD_METRICS ? 1 : 0;
      if (record.value() != null && new String(record.value(), UTF_8).contains(IS_PROBE)) {
        JsonNode count = JSON.readTree(record.value());
        probes.seen(place, ProbeTimes.probe(count.path("ad_id").asText()), now);
      }
    }
  }

  /** Starts to query a table of Pinot. A query that fails is repeated and counted. */
  void query(String broker, String table) {
    start(
        Place.PINOT,
        () -> {
          try (PinotQuery pinot = PinotQuery.at(broker)) {
            int first = 0;
            while (!stopped) {
              first = probes.firstMissing(Place.PINOT, first);
              query(pinot, table, first);
              Thread.sleep(BETWEEN_QUERIES_MILLIS);
            }
          }
        });
  }

  /** Only one thread queries. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void query(PinotQuery pinot, String table, int first) {
    try {
      PinotRows rows =
          pinot.query(
              "SELECT ad_id FROM %s WHERE campaign_id = '%s' AND ad_id >= '%s'"
                  .formatted(table, ProbeTimes.CAMPAIGN, ProbeTimes.adId(first)),
              MOST_ROWS);
      long now = System.currentTimeMillis();
      for (int row = 0; row < rows.rowCount(); row++) {
        int probe = ProbeTimes.probe(String.valueOf(rows.get(row, "ad_id")));
        probes.seen(Place.PINOT, probe, now);
      }
      queries++;
    } catch (PinotException notNow) {
      failedQueries++;
    }
  }

  private interface Loop {
    void run() throws Exception;
  }

  private void start(Place place, Loop loop) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (Exception e) {
                failure.compareAndSet(null, e);
              }
            },
            "probes-" + place.name());
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  /** Returns the number of counts, of all revisions, read from the aggregation job's topic. */
  long counts() {
    return counts;
  }

  /** Returns the number of queries that Pinot has answered. */
  long queries() {
    return queries;
  }

  /** Returns the number of queries that failed; those before the first row of a table fail. */
  long failedQueries() {
    return failedQueries;
  }

  /**
   * Throws the first failure, if there was one.
   *
   * @throws IOException if a place can no longer be read
   */
  void check() throws IOException {
    Exception thrown = failure.get();
    if (thrown != null) {
      throw new IOException("The probes can no longer be read: " + thrown.getMessage(), thrown);
    }
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
