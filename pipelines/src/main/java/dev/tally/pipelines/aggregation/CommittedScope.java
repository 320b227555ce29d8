package dev.tally.pipelines.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.dedup.DedupScope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Determines the deduplication scope of the counts in a topic. A job with another scope would count
 * the same events again under other record UUIDs.
 *
 * <p>The region of the first count decides: only a job with scope GLOBAL writes region {@code *},
 * because cleansing rejects every event that names this region.
 */
final class CommittedScope {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_EMPTY_POLLS = 150;

  private CommittedScope() {}

  /**
   * Returns why a job with this scope must not write to the topic, and what to do. The list is
   * empty if the job may write, or if this user is not authorized to read the topic.
   */
  static List<String> problems(KafkaCluster cluster, String topic, DedupScope scope) {
    DedupScope committed;
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            cluster.consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      committed = committed(consumer, topic);
    } catch (AuthorizationException e) {
      return List.of();
    } catch (KafkaException | IOException e) {
      return List.of("The scope of the counts in topic %s cannot be read: %s".formatted(topic, e));
    }
    return committed == null || committed == scope
        ? List.of()
        : List.of(
            ("Topic %s holds counts of --dedupScope=%s, and --dedupScope=%s would count their events"
                    + " again: keep --dedupScope=%s, or start without a savepoint and with another"
                    + " --adMetricsTopic, and let all readers use only the new topic.")
                .formatted(topic, committed, scope, committed));
  }

  private static @Nullable DedupScope committed(Consumer<byte[], byte[]> consumer, String topic)
      throws IOException {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    int empty = 0;
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      Iterable<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL);
      empty = records.iterator().hasNext() ? 0 : empty + 1;
      if (empty > MOST_EMPTY_POLLS) {
        throw new IOException("no records were returned for 30 s");
      }
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.value() != null) { // A heartbeat has no region.
          return of(JSON.readTree(record.value()));
        }
      }
    }
    return null;
  }

  private static DedupScope of(JsonNode count) {
    return count.path("region").asText().equals(DedupScope.EVERYWHERE)
        ? DedupScope.GLOBAL
        : DedupScope.REGION;
  }
}
