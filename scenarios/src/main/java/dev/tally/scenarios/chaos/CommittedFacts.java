package dev.tally.scenarios.chaos;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.RevisionFn.FactRevision;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed records of the output topic and counts lost, duplicated and out-of-order
 * ones.
 */
final class CommittedFacts implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final Facts.FactRevisionFn revisions = new Facts.FactRevisionFn();
  private final Map<FactRevision, Integer> times = new HashMap<>();
  private final Map<String, Long> highest = new HashMap<>();
  private long outOfOrder;

  CommittedFacts(KafkaCluster cluster, String topic, int partitions) {
    Map<String, Object> config = new HashMap<>(cluster.consumerConfig());
    config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    consumer.assign(all);
    all.forEach(partition -> consumer.seek(partition, 0));
  }

  /** Polls once. */
  void poll() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (record.value() != null) {
        add(revisions.of(record.key(), record.value()));
      }
    }
  }

  private void add(FactRevision revision) {
    times.merge(revision, 1, Integer::sum);
    long before = highest.getOrDefault(revision.fact(), 0L);
    if (revision.order() < before) {
      outOfOrder++;
    }
    highest.put(revision.fact(), Math.max(before, revision.order()));
  }

  /** Returns the number of distinct revisions read. */
  int size() {
    return times.size();
  }

  /** Returns the number of records that duplicate the revision of another record. */
  long duplicated() {
    return times.values().stream().mapToLong(count -> count - 1L).sum();
  }

  /** Returns the number of records read after a higher revision of the same fact. */
  long outOfOrder() {
    return outOfOrder;
  }

  /** Returns the number of expected revisions that were not read. */
  long lost(Map<String, Long> oracle) {
    long lost = 0;
    for (Map.Entry<String, Long> fact : oracle.entrySet()) {
      for (long order = 1; order <= fact.getValue(); order++) {
        lost += times.containsKey(new FactRevision(fact.getKey(), order)) ? 0 : 1;
      }
    }
    return lost;
  }

  /** Returns the number of revisions read that are higher than expected. */
  long beyond(Map<String, Long> oracle) {
    return times.keySet().stream()
        .filter(revision -> revision.order() > oracle.getOrDefault(revision.fact(), 0L))
        .count();
  }

  /** Returns the number of missing revisions below the highest one read of each fact. */
  long gaps() {
    return lost(highest);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
