package dev.tally.io.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks up what a job must know about its topics before it starts.
 *
 * <p>Errors: {@link IllegalArgumentException} with a message that explains what to do.
 */
public final class TopicInspector {
  private static final int TIMEOUT_MS = 15_000;

  /** Clusters that do not respond within this time are checked later, when they first respond. */
  private static final int RESPONSE_TIMEOUT_MS = 5_000;

  private final KafkaCluster cluster;

  private TopicInspector(KafkaCluster cluster) {
    this.cluster = cluster;
  }

  /** Returns the lookups for the topics of a cluster. */
  public static TopicInspector of(KafkaCluster cluster) {
    return new TopicInspector(cluster);
  }

  /**
   * Returns the permanent id of the cluster; empty if no broker responds, or if no broker name
   * resolves to an address.
   */
  public Optional<String> clusterId() {
    DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(RESPONSE_TIMEOUT_MS);
    try (Admin admin = cluster.admin()) {
      return Optional.of(admin.describeCluster(options).clusterId().get());
    } catch (KafkaException e) {
      if (KafkaCluster.isUnresolved(e)) {
        return Optional.empty();
      }
      throw noClient(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        return Optional.empty();
      }
      throw new IllegalArgumentException(
          "Kafka at %s does not return its cluster id: %s".formatted(cluster, e.getCause()), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Returns the number of partitions of the topic. */
  public int partitions(String topic) {
    return describe(topic).partitions().size();
  }

  /**
   * Returns why a job cannot resume reading the topic from a savepoint, and what to do; empty if it
   * can. The topic must be the one that was read, and only a live topic may have more partitions
   * than before.
   *
   * @param saved the progress in all topics that the savepoint contains
   */
  public List<String> discontinuities(
      String topic, WatermarkPolicy watermarks, List<SavedTopic> saved) {
    TopicContinuity continuity = new TopicContinuity(cluster, topic, watermarks);
    TopicSnapshot now = TopicWatch.topology(0, describe(topic));
    return saved.stream().flatMap(s -> s.problems(continuity, now).stream()).distinct().toList();
  }

  TopicDescription describe(String topic) {
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
      return description;
    } catch (ExecutionException e) {
      throw explain(topic, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Returns the maximum size of a record in the topic, in bytes. */
  public int maxRecordBytes(String topic) {
    return Integer.parseInt(TopicRules.value(config(topic), TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
  }

  /**
   * Returns why the topic cannot be read under this policy, and what to do; empty if it can.
   *
   * <p>A live topic must be {@code LogAppendTime} and keep its records for at least an hour. Any
   * other topic must be {@code CreateTime} and keep its records forever: they have old timestamps,
   * by which Kafka would delete them. No topic may be compacted.
   */
  public List<String> unreadable(String topic, WatermarkPolicy watermarks) {
    return check(topic, config -> TopicRules.unreadable(config, watermarks));
  }

  /**
   * Returns why the topic cannot be written, and what to do; empty if it can.
   *
   * @param maxBytes the size of the largest record to be written
   */
  public List<String> unwritable(String topic, int maxBytes) {
    return check(
        topic,
        config -> {
          List<String> problems = new ArrayList<>(TopicRules.keptWithItsTimes(config));
          long maxAccepted =
              Long.parseLong(TopicRules.value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
          if (maxAccepted < maxBytes) {
            problems.add(
                "accepts records of up to %1$d bytes, but the largest record of this job may have %2$d: set max.message.bytes=%2$d on it, or more."
                    .formatted(maxAccepted, maxBytes));
          }
          return problems;
        });
  }

  /**
   * Returns why records with old timestamps could be deleted before they are read, and what to do;
   * empty if they cannot.
   */
  public List<String> losingOldTimes(String topic) {
    return check(topic, TopicRules::losingOldTimes);
  }

  /** Returns the checks for exactly-once writes to this cluster. */
  public WriteChecks writes() {
    return new WriteChecks(cluster, this);
  }

  /** True if the topic contains no records: none was ever written, or all have been deleted. */
  public boolean isEmpty(String topic) {
    List<TopicPartition> all =
        IntStream.range(0, partitions(topic)).mapToObj(p -> new TopicPartition(topic, p)).toList();
    try (Admin admin = admin()) {
      return offsets(admin, all, OffsetSpec.earliest())
          .equals(offsets(admin, all, OffsetSpec.latest()));
    } catch (ExecutionException e) {
      throw explain(topic, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static List<Long> offsets(Admin admin, List<TopicPartition> all, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, ListOffsetsResultInfo> found =
        admin.listOffsets(all.stream().collect(Collectors.toMap(p -> p, p -> which))).all().get();
    return all.stream().map(p -> Objects.requireNonNull(found.get(p)).offset()).toList();
  }

  private List<String> check(String topic, Function<Config, List<String>> rules) {
    try {
      return rules.apply(config(topic)).stream()
          .map(problem -> "Topic %s %s".formatted(topic, problem))
          .toList();
    } catch (IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  Config config(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    DescribeConfigsOptions options = new DescribeConfigsOptions().timeoutMs(TIMEOUT_MS);
    try (Admin admin = admin()) {
      Config config = admin.describeConfigs(Set.of(resource), options).all().get().get(resource);
      if (config == null) {
        throw missing(topic);
      }
      return config;
    } catch (ExecutionException e) {
      throw explain(topic, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  Admin admin() {
    try {
      return cluster.admin(TIMEOUT_MS);
    } catch (KafkaException e) {
      throw noClient(e);
    }
  }

  private IllegalArgumentException noClient(KafkaException e) {
    return new IllegalArgumentException(
        "No Kafka client can be made for %s: %s"
            .formatted(cluster, ClientFailure.chain(e, cluster.settings())),
        e);
  }

  IllegalArgumentException explain(String topic, ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (cause instanceof UnknownTopicOrPartitionException) {
      return missing(topic);
    }
    String what =
        cause instanceof TimeoutException
            ? "No broker answered within %d s at %s. Is Kafka running, and does --kafkaConfig contain valid credentials? (%s)"
                .formatted(TIMEOUT_MS / 1000, cluster, cause.getMessage())
            : "Kafka at %s refused to describe topic %s: %s"
                .formatted(cluster, topic, cause.getMessage());
    return new IllegalArgumentException(what, cause);
  }

  private IllegalArgumentException missing(String topic) {
    return new IllegalArgumentException(
        "Topic %s does not exist at %s. Create it with ./tally topics, or specify another."
            .formatted(topic, cluster),
        new UnknownTopicOrPartitionException());
  }

  static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while describing Kafka topics", e);
  }
}
