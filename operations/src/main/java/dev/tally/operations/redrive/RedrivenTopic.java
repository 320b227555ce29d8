package dev.tally.operations.redrive;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.CommittedRecords;
import dev.tally.operations.CreatedTopic;
import dev.tally.operations.TallyTopics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topic with the marks of redriven letters. It is compacted, so that no mark is ever deleted.
 */
final class RedrivenTopic {
  private final KafkaCluster cluster;
  private final String name;

  RedrivenTopic(KafkaCluster cluster, String name) {
    this.cluster = cluster;
    this.name = name;
  }

  /**
   * Creates the topic if it is missing.
   *
   * @throws IllegalArgumentException if it exists with settings under which marks would be deleted
   */
  void create() throws IOException {
    TallyTopics.Topic topic =
        new TallyTopics.Topic(
            name, 1, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    for (CreatedTopic created : TallyTopics.create(cluster, List.of(topic))) {
      if (created.differs()) {
        throw new IllegalArgumentException(
            "Topic %s would forget which dead letters were redriven: %s."
                .formatted(name, String.join("; ", created.differences())));
      }
    }
  }

  /** Returns the letters whose marks are committed; none if the topic does not exist. */
  RedrivenLetters read() throws IOException {
    RedrivenLetters redriven = new RedrivenLetters();
    if (exists()) {
      CommittedRecords.forEach(
          cluster, name, (key, value) -> redriven.add(RedriveMark.decode(value)));
    }
    return redriven;
  }

  private boolean exists() throws IOException {
    try (Admin admin = cluster.admin()) {
      return admin.listTopics().names().get().contains(name);
    } catch (ExecutionException e) {
      throw new IOException("Kafka at %s: %s".formatted(cluster, e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while listing topics", e);
    }
  }
}
