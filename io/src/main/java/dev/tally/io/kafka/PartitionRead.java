package dev.tally.io.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what the writers of a sink have written into a range of a partition. */
record PartitionRead(KafkaCluster cluster, String sinkGroup, TopicPartition partition) {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Which records are read. */
  enum Records {
    COMMITTED("read_committed"),
    /** Also those of aborted transactions. */
    ALL("read_uncommitted");

    private final String isolation;

    Records(String isolation) {
      this.isolation = isolation;
    }
  }

  KafkaConsumer<byte[], byte[]> consumer(Records records) {
    Map<String, Object> config = new HashMap<>(cluster.consumerConfig());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, sinkGroup);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, records.isolation);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Passes the records from one offset up to another one, exclusive, to the consumer. Does not stop
   * at the last stable offset, but waits until it reaches the end: committed records may follow
   * another writer's open transaction.
   *
   * @throws KafkaException if an open transaction of another writer prevents this
   */
  void forEach(
      Records records, long from, long end, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(records)) {
      consumer.assign(Set.of(partition));
      long first =
          Objects.requireNonNull(consumer.beginningOffsets(Set.of(partition)).get(partition));
      consumer.seek(partition, Math.max(first, from));
      Progress progress = new Progress(consumer.position(partition));
      while (progress.position < end) {
        consumer.poll(POLL).records(partition).stream()
            .filter(record -> record.offset() < end && !ForeignRecord.isMarked(record))
            .forEach(each);
        progress.reached(consumer.position(partition), end);
      }
    }
  }

  private final class Progress {
    private final long timeoutNanos =
        Duration.ofMillis(2L * SinkSettings.transactionMillis(cluster)).toNanos();
    private long position;
    private long movedAt = System.nanoTime();

    Progress(long position) {
      this.position = position;
    }

    void reached(long now, long end) {
      if (now > position) {
        position = now;
        movedAt = System.nanoTime();
      } else if (System.nanoTime() - movedAt > timeoutNanos) {
        throw new KafkaException(
            "%s cannot be read to its end, offset %d: another writer's transaction is open."
                .formatted(partition, end));
      }
    }
  }
}
