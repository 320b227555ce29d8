package dev.tally.operations.redrive;

import com.google.common.hash.Hashing;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.TopicInspector;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.transforms.model.RawRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Looks up raw topics in Kafka; the answers about a topic are kept. */
final class KafkaRawTopics implements RawTopics {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final WatermarkPolicy LIVE =
      WatermarkPolicy.live(org.joda.time.Duration.standardSeconds(10));

  private final KafkaCluster cluster;
  private final Map<String, Optional<String>> problems = new HashMap<>();

  KafkaRawTopics(KafkaCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Optional<String> problem(String topic) {
    return problems.computeIfAbsent(
        topic, name -> TopicInspector.of(cluster).unreadable(name, LIVE).stream().findFirst());
  }

  /** Returns the record only if its value is the payload of the letter. */
  @Override
  public Optional<RawRecord> omitted(StoredLetter letter) {
    byte[] value = value(letter.record());
    if (value == null
        || !Hashing.sha256().hashBytes(value).toString().equals(letter.omittedSha256())) {
      return Optional.empty();
    }
    RawRecord record = letter.record();
    return Optional.of(
        RawRecord.of(
            record.getRegion(),
            record.getTopic(),
            record.getPartition(),
            record.getOffset(),
            record.getBrokerTime(),
            value));
  }

  private byte @Nullable [] value(RawRecord record) {
    TopicPartition partition = new TopicPartition(record.getTopic(), record.getPartition());
    try (Consumer<byte[], byte[]> consumer = LetterReader.consumer(cluster)) {
      consumer.assign(List.of(partition));
      long start = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      if (record.getOffset() < start || record.getOffset() >= end) {
        return null;
      }
      consumer.seek(partition, record.getOffset());
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(TIMEOUT)) {
        return found.offset() == record.getOffset() ? found.value() : null;
      }
    }
    return null;
  }
}
