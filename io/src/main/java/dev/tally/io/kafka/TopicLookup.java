package dev.tally.io.kafka;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/** Looks up repeatedly which topic a name refers to. */
final class TopicLookup implements AutoCloseable {
  /**
   * Equal to Kafka's default {@code delivery.timeout.ms}, for which a producer retries a record.
   */
  private static final int TIMEOUT_MS = 120_000;

  private final String topic;
  private final Admin admin;

  TopicLookup(KafkaCluster cluster, String topic) {
    this.topic = topic;
    this.admin = cluster.admin();
  }

  /**
   * Returns the current id of the topic; {@link Uuid#ZERO_UUID} where the brokers have none.
   *
   * @throws KafkaException if the topic does not exist, or if no broker responds within the time
   *     for which a producer would retry
   */
  Uuid id() {
    try {
      return Objects.requireNonNull(
              admin
                  .describeTopics(Set.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
                  .allTopicNames()
                  .get()
                  .get(topic))
          .topicId();
    } catch (ExecutionException e) {
      throw new KafkaException("Topic %s cannot be looked up".formatted(topic), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
