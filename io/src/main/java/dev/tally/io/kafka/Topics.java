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
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a job must know of its topics before it starts.
 *
 * <p>Errors: {@link IllegalArgumentException} with a message that says what to do.
 */
public final class Topics {
  private static final int TIMEOUT_MS = 15_000;

  /** Whoever answers later than this is looked at once it does. */
  private static final int ANSWER_MS = 5_000;

  private static final String TRANSACTION_MAX = "transaction.max.timeout.ms";
  private static final String RETENTION = "offsets.retention.minutes";

  /** Twice as long as it takes until an idle writer renews its marker. */
  private static final long LEAST_RETENTION_MINUTES =
      2 * TellWatermark.RENEW_EVERY.getStandardMinutes();

  private final KafkaCluster cluster;

  private Topics(KafkaCluster cluster) {
    this.cluster = cluster;
  }

  /** The topics of a cluster. */
  public static Topics of(KafkaCluster cluster) {
    return new Topics(cluster);
  }

  /** The id that the cluster has for ever; empty if no broker answers, or has an address. */
  public Optional<String> clusterId() {
    DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(ANSWER_MS);
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
          "Kafka at %s does not tell which cluster it is: %s".formatted(cluster, e.getCause()), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
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
   * <p>A live topic must be {@code LogAppendTime} and keep its records for an hour at least; any
   * other must be {@code CreateTime} and keep them for ever: its records have old times, and Kafka
   * would delete them by these. None may be compacted.
   */
  public List<String> unreadable(String topic, WatermarkPolicy watermarks) {
    return check(topic, config -> TopicRules.unreadable(config, watermarks));
  }

  /**
   * Why the topic cannot be written, and what to do; empty if it can.
   *
   * @param maxBytes of the largest record to be written
   */
  public List<String> unwritable(String topic, int maxBytes) {
    return check(
        topic,
        config -> {
          List<String> problems = new ArrayList<>(TopicRules.keptWithItsTimes(config));
          long takes =
              Long.parseLong(TopicRules.value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
          if (takes < maxBytes) {
            problems.add(
                "takes records to %d bytes only: set max.message.bytes=%d, or one that is larger"
                        .formatted(takes, maxBytes)
                    + " stops the job for good.");
          }
          return problems;
        });
  }

  /**
   * Why records with old times could be gone before they are read, and what to do; empty if none
   * could.
   */
  public List<String> losingOldTimes(String topic) {
    return check(topic, TopicRules::losingOldTimes);
  }

  /**
   * What of the brokers' settings an exactly-once write would fail on, and what to do; empty if
   * nothing, or if they may not be asked: the first write tells then.
   */
  public List<String> transactionProblems() {
    try (Admin admin = admin()) {
      List<ConfigResource> brokers =
          admin.describeCluster().nodes().get().stream()
              .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
              .toList();
      return admin
          .describeConfigs(brokers, new DescribeConfigsOptions().timeoutMs(TIMEOUT_MS))
          .all()
          .get()
          .values()
          .stream()
          .flatMap(config -> transactionProblems(config).stream())
          .distinct()
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return List.of();
      }
      return List.of("Kafka at %s does not tell its settings: %s".formatted(cluster, e.getCause()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private List<String> transactionProblems(Config broker) {
    List<String> problems = new ArrayList<>();
    int wanted = KafkaShardLog.transactionMillis(cluster);
    long most = Long.parseLong(TopicRules.value(broker, TRANSACTION_MAX));
    if (wanted > most) {
      problems.add(
          "The brokers allow transactions of %d ms, and a writer wants %d: raise %s there, or set transaction.timeout.ms=%d with --kafkaConfig."
              .formatted(most, wanted, TRANSACTION_MAX, most));
    }
    long kept = Long.parseLong(TopicRules.value(broker, RETENTION));
    if (kept < LEAST_RETENTION_MINUTES) {
      problems.add(
          "The brokers forget a writer's marker after %d minutes: set %s=%d there, or more; 7 days are usual."
              .formatted(kept, RETENTION, LEAST_RETENTION_MINUTES));
    }
    return problems;
  }

  /** True if the consumer group has committed anything: a writer's markers, say. */
  public boolean hasCommitted(String group) {
    try (Admin admin = admin()) {
      return !admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().isEmpty();
    } catch (ExecutionException e) {
      throw new IllegalArgumentException(
          "Kafka at %s does not tell of group %s: %s".formatted(cluster, group, e.getCause()), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** True if nothing was ever written to the topic, or nothing of it is kept. */
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

  /** The settings of a topic. */
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

  private Admin admin() {
    try {
      return cluster.admin();
    } catch (KafkaException e) {
      throw noClient(e);
    }
  }

  private IllegalArgumentException noClient(KafkaException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new IllegalArgumentException(
        "No Kafka client can be made for %s: %s".formatted(cluster, cause.getMessage()), e);
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
            .formatted(topic, cluster),
        new UnknownTopicOrPartitionException());
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while asking Kafka for its topics", e);
  }
}
