package dev.tally.io.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a job must know of its topics before it starts.
 *
 * <p>Errors: {@link IllegalArgumentException} with a message that says what to do.
 */
public final class Topics {
  private static final int TIMEOUT_MS = 15_000;
  private final KafkaCluster cluster;

  private Topics(KafkaCluster cluster) {
    this.cluster = cluster;
  }

  /** The topics of a cluster. */
  public static Topics of(KafkaCluster cluster) {
    return new Topics(cluster);
  }

  /** How many partitions the topic has. */
  public int partitions(String topic) {
    try (Admin admin = admin()) {
      Map<String, TopicDescription> found =
          admin
              .describeTopics(Set.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
              .allTopicNames()
              .get();
      TopicDescription description = found.get(topic);
      if (description == null) {
        throw missing(topic);
      }
      return description.partitions().size();
    } catch (ExecutionException e) {
      throw explain(topic, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * What is wrong with reading the topic under this policy; empty if nothing is.
   *
   * <p>A live topic must be {@code LogAppendTime}, a replayed one {@code CreateTime}.
   */
  public List<String> problems(String topic, WatermarkPolicy watermarks) {
    List<String> problems = new ArrayList<>();
    String type;
    try (Admin admin = admin()) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      Map<ConfigResource, Config> found =
          admin
              .describeConfigs(Set.of(resource), new DescribeConfigsOptions().timeoutMs(TIMEOUT_MS))
              .all()
              .get();
      Config config = found.get(resource);
      type = config == null ? "" : config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value();
    } catch (ExecutionException e) {
      return List.of(explain(topic, e).getMessage());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (watermarks.needsLogAppendTime() && !type.equals("LogAppendTime")) {
      problems.add(
          ("Topic %s is %s, and a live topic must be LogAppendTime: one wrong device clock would"
                  + " poison its watermark. Set message.timestamp.type=LogAppendTime on it, or read"
                  + " it with --input=REPLAY if it holds a file sent again.")
              .formatted(topic, type));
    }
    if (!watermarks.needsLogAppendTime() && type.equals("LogAppendTime")) {
      problems.add(
          ("Topic %s is LogAppendTime, so the times that were sent are lost. Read it with"
                  + " --input=LIVE, or send the file to a CreateTime topic.")
              .formatted(topic));
    }
    return problems;
  }

  private Admin admin() {
    try {
      return cluster.admin();
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(
          "No Kafka client can be made for %s: %s".formatted(cluster, cause.getMessage()), e);
    }
  }

  private IllegalArgumentException explain(String topic, ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (cause instanceof UnknownTopicOrPartitionException) {
      return missing(topic);
    }
    String what =
        cause instanceof TimeoutException
            ? "No broker answered within %d s at %s. Is it up, and does --kafkaConfig say how to log in? (%s)"
                .formatted(TIMEOUT_MS / 1000, cluster, cause.getMessage())
            : "Kafka at %s refused to describe topic %s: %s"
                .formatted(cluster, topic, cause.getMessage());
    return new IllegalArgumentException(what, cause);
  }

  private IllegalArgumentException missing(String topic) {
    return new IllegalArgumentException(
        "Topic %s does not exist at %s. Create it with ./tally topics, or name another."
            .formatted(topic, cluster));
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while asking Kafka for its topics", e);
  }
}
