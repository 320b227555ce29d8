package dev.tally.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads committed counts while a job writes them, and adds up the events of the highest revision of
 * each record UUID.
 */
final class VisibleCounts implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(50);

  private final Consumer<byte[], byte[]> consumer;
  private final Map<String, Long> revisions = new HashMap<>();
  private long records;
  private long events;

  VisibleCounts(OutputTopic topic) {
    this.consumer = topic.reader();
  }

  /** Polls once. */
  void poll() throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (record.value() != null) {
        add(JSON.readTree(record.value()));
      }
    }
  }

  /** Adds a record. Its revision is the number of its events, because the generation is 0. */
  private void add(JsonNode counts) {
    records++;
    long revision = counts.path("revision").asLong();
    long before = revisions.getOrDefault(counts.path("record_uuid").asText(), 0L);
    if (revision > before) {
      revisions.put(counts.path("record_uuid").asText(), revision);
      events += revision - before;
    }
  }

  /** Returns the number of events in the counts read so far. */
  long events() {
    return events;
  }

  /** Returns the number of records read so far, of all revisions. */
  long records() {
    return records;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
