package dev.tally.bench;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the raw topic to its end with one consumer and adds up the bytes of its values. */
final class RawRead {
  private static final Duration POLL = Duration.ofMillis(100);

  private RawRead() {}

  static void run(CountingSettings settings, ProgressSampler sampler) {
    OutputTopic topic = new OutputTopic(settings.kafka(), settings.rawTopic());
    long records = 0;
    long bytes = 0;
    try (Consumer<byte[], byte[]> consumer = topic.reader()) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(topic.partitions());
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.value() != null) {
            records++;
            bytes += record.value().length;
          }
        }
      }
      sampler.write();
    }
    System.out.printf("read %d records with %d bytes%n", records, bytes);
  }
}
