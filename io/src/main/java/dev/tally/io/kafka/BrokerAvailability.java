package dev.tally.io.kafka;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until the brokers can describe a topic and the offsets of a sink group. */
final class BrokerAvailability {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerAvailability.class);
  private static final int TIMEOUT_MS = 15_000;

  private BrokerAvailability() {}

  /**
   * Waits without a time limit.
   *
   * @throws KafkaException if the brokers refuse: there is no such topic, or access is denied
   */
  static void await(KafkaCluster cluster, String topic, String sinkGroup) {
    try (Admin admin = cluster.admin(TIMEOUT_MS)) {
      while (!responds(admin, topic, sinkGroup)) {
        LOG.warn("Waiting for Kafka at {} to describe topic {}", cluster, topic);
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted", e);
    }
  }

  private static boolean responds(Admin admin, String topic, String sinkGroup)
      throws InterruptedException {
    try {
      admin
          .describeTopics(Set.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
          .allTopicNames()
          .get();
      admin
          .listConsumerGroupOffsets(
              sinkGroup, new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MS))
          .partitionsToOffsetAndMetadata()
          .get();
      return true;
    } catch (ExecutionException e) {
      boolean gone = e.getCause() instanceof UnknownTopicOrPartitionException;
      if (e.getCause() instanceof RetriableException && !gone) {
        return false;
      }
      throw new KafkaException("Topic " + topic + " cannot be written", e.getCause());
    }
  }
}
