package dev.tally.operations;

import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic of one partition in which a command remembers what it has done. It is compacted, so that
 * the last record of a key is never deleted.
 *
 * @param content what the topic remembers, for messages, for example {@code which dead letters were
 *     redriven}
 */
public record CompactedTopic(KafkaCluster cluster, String name, String content) {

  /**
   * Creates the topic if it is missing.
   *
   * @throws IllegalArgumentException if it exists with settings under which records would be
   *     deleted
   */
  public void create() throws IOException {
    TallyTopics.Topic topic =
        new TallyTopics.Topic(
            name, 1, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    for (CreatedTopic created : TallyTopics.create(cluster, List.of(topic))) {
      if (created.differs()) {
        throw new IllegalArgumentException(
            "Topic %s would forget %s: %s."
                .formatted(name, content, String.join("; ", created.differences())));
      }
    }
  }

  /** Reads all committed records in the order of their offsets; none if the topic is missing. */
  public void forEach(CommittedRecords.Action action) throws IOException {
    if (exists()) {
      CommittedRecords.forEach(cluster, name, action);
    }
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
