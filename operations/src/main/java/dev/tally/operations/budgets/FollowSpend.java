package dev.tally.operations.budgets;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the committed records of {@code campaign-spend} from the beginning and follows the topic in
 * its own thread.
 *
 * <p>Errors: if a record is invalid or Kafka reports an error that its client does not retry, the
 * thread ends, and {@link #failure} returns the cause.
 */
final class FollowSpend implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  static final String THREAD_PREFIX = "follow-";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Consumer<byte[], byte[]> consumer;
  private final BudgetTable table;
  private volatile long behind = Long.MAX_VALUE;
  private volatile @Nullable Throwable failure;

  /**
   * Starts to read a topic into a table.
   *
   * @throws IllegalArgumentException if the topic does not exist
   */
  FollowSpend(KafkaCluster cluster, String topic, BudgetTable table) {
    this.consumer =
        new KafkaConsumer<>(
            cluster.consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.table = table;
    List<TopicPartition> partitions = partitions(cluster, topic);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Thread thread = new Thread(this::follow, THREAD_PREFIX + topic);
    thread.setDaemon(true);
    thread.start();
  }

  private List<TopicPartition> partitions(KafkaCluster cluster, String topic) {
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    if (found == null || found.isEmpty()) {
      consumer.close();
      throw new IllegalArgumentException(
          "Kafka at %s has no topic %s: create it with ./tally topics.".formatted(cluster, topic));
    }
    return found.stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  private void follow() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.value() != null) {
            table.add(KnownSpend.of(JSON.readTree(record.value())));
          }
        }
        behind = recordsBehind();
      }
    } catch (WakeupException closed) {
      behind = Long.MAX_VALUE;
    } catch (IOException e) {
      failure = new UncheckedIOException("A record of campaign-spend is not JSON", e);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private long recordsBehind() {
    long sum = 0;
    for (Map.Entry<TopicPartition, Long> end :
        consumer.endOffsets(consumer.assignment()).entrySet()) {
      sum += Math.max(0, end.getValue() - consumer.position(end.getKey()));
    }
    return sum;
  }

  /**
   * Returns how many records and transaction markers are not read yet; {@link Long#MAX_VALUE}
   * before the first read.
   */
  long behind() {
    return behind;
  }

  /** Returns why the thread has ended; null if it reads. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Makes the thread close the consumer and end. */
  @Override
  public void close() {
    consumer.wakeup();
  }
}
