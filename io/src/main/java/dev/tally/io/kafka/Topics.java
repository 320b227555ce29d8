package dev.tally.io.kafka;

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
  private static final String LOG_APPEND_TIME = "LogAppendTime";
  private static final String CREATE_TIME = "CreateTime";
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
   * Why the topic cannot be read under this policy, and what to do; empty if it can.
   *
   * <p>A live topic must be {@code LogAppendTime}, any other {@code CreateTime}.
   */
  public List<String> unreadable(String topic, WatermarkPolicy watermarks) {
    String wanted = watermarks.needsLogAppendTime() ? LOG_APPEND_TIME : CREATE_TIME;
    String advice =
        watermarks.needsLogAppendTime()
            ? "a live topic must be LogAppendTime, or one wrong device clock would poison its"
                + " watermark. Set message.timestamp.type=LogAppendTime on it, or read it as a REPLAY"
                + " if it holds a file sent again."
            : "its times are to be those that the sender gave. Set message.timestamp.type=CreateTime"
                + " on a new topic and send again, or read it as LIVE.";
    return check(topic, wanted, advice);
  }

  /** Why the topic cannot be written, and what to do; empty if it can. */
  public List<String> unwritable(String topic) {
    return check(
        topic,
        CREATE_TIME,
        "a record is to keep the broker time of what it was made from. Set"
            + " message.timestamp.type=CreateTime on it.");
  }

  private List<String> check(String topic, String wanted, String advice) {
    String type;
    try {
      type = timestampType(topic);
    } catch (IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    return type.equals(wanted)
        ? List.of()
        : List.of("Topic %s is %s, and %s".formatted(topic, type, advice));
  }

  private String timestampType(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    DescribeConfigsOptions options = new DescribeConfigsOptions().timeoutMs(TIMEOUT_MS);
    try (Admin admin = admin()) {
      Config config = admin.describeConfigs(Set.of(resource), options).all().get().get(resource);
      if (config == null) {
        throw missing(topic);
      }
      return config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value();
    } catch (ExecutionException e) {
      throw explain(topic, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
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
