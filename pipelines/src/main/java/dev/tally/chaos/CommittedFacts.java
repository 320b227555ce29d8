package dev.tally.chaos;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.RevisionFn.Revision;
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

/** What stands committed in the output topic, as far as it was read. */
final class CommittedFacts implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final Facts.FactRevisionFn revisions = new Facts.FactRevisionFn();
  private final Map<Revision, Integer> times = new HashMap<>();
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

  /** Reads on for a moment. */
  void poll() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (record.value() != null) {
        take(revisions.of(record.key(), record.value()));
      }
    }
  }

  private void take(Revision revision) {
    times.merge(revision, 1, Integer::sum);
    long before = highest.getOrDefault(revision.fact(), 0L);
    if (revision.order() < before) {
      outOfOrder++;
    }
    highest.put(revision.fact(), Math.max(before, revision.order()));
  }

  /** How many revisions were read. */
  int size() {
    return times.size();
  }

  /** How many records state a revision that another one states too. */
  long duplicated() {
    return times.values().stream().mapToLong(count -> count - 1L).sum();
  }

  /** How many records came behind a higher revision of their fact. */
  long outOfOrder() {
    return outOfOrder;
  }

  /** How many revisions of the oracle were not read. */
  long lost(Map<String, Long> oracle) {
    long lost = 0;
    for (Map.Entry<String, Long> fact : oracle.entrySet()) {
      for (long order = 1; order <= fact.getValue(); order++) {
        lost += times.containsKey(new Revision(fact.getKey(), order)) ? 0 : 1;
      }
    }
    return lost;
  }

  /** How many revisions were read that the oracle does not have. */
  long beyond(Map<String, Long> oracle) {
    return times.keySet().stream()
        .filter(revision -> revision.order() > oracle.getOrDefault(revision.fact(), 0L))
        .count();
  }

  /** How many revisions are missing below the highest of their fact. */
  long gaps() {
    return lost(highest);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
