package dev.tally.operations;

import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import com.google.common.collect.ImmutableSortedMap;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.codec.DefaultNames;
import dev.tally.transforms.codec.RecordLimits;
import dev.tally.transforms.codec.RecordTopic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of a region with the settings that Tally's guarantees require. */
public final class TallyTopics {
  /**
   * The topics that one job writes and another job reads, with the reading job's consumer group.
   */
  public static final ImmutableSortedMap<String, String> READERS =
      ImmutableSortedMap.of(
          DefaultNames.CLEAN_AD_EVENTS,
          "tally-attribution",
          DefaultNames.AD_METRICS,
          "tally-union",
          DefaultNames.ATTRIBUTED_ORDERS,
          "tally-union");

  /** The topics that one job writes and another job reads, with the writing job. */
  private static final ImmutableSortedMap<String, String> WRITERS =
      ImmutableSortedMap.of(
          DefaultNames.CLEAN_AD_EVENTS,
          "aggregation",
          DefaultNames.AD_METRICS,
          "aggregation",
          DefaultNames.ATTRIBUTED_ORDERS,
          "attribution",
          DefaultNames.CAMPAIGN_REACH,
          "reach");

  private static final int TIMEOUT_MILLIS = 15_000;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
  private static final Duration PROPAGATION_TIMEOUT = Duration.ofSeconds(15);
  private static final Map<String, String> LIVE =
      Map.of(
          MESSAGE_TIMESTAMP_TYPE_CONFIG,
          "LogAppendTime",
          MAX_MESSAGE_BYTES_CONFIG,
          String.valueOf(RecordLimits.RAW_TOPIC_BYTES));
  private static final Map<String, String> REPLAY =
      retainedForever("CreateTime", RecordLimits.RAW_TOPIC_BYTES);

  private TallyTopics() {}

  /**
   * A topic and its settings.
   *
   * @param partitions number of partitions
   * @param settings values by Kafka's setting names
   */
  public record Topic(String name, int partitions, Map<String, String> settings) {}

  /**
   * Returns all topics of the jobs.
   *
   * @param replay true if the raw topics are for files with broker times
   */
  public static List<Topic> all(int partitions, boolean replay) {
    return Arrays.stream(RecordTopic.values()).map(topic -> of(topic, partitions, replay)).toList();
  }

  private static Topic of(RecordTopic topic, int partitions, boolean replay) {
    String name = topic.defaultName();
    return switch (topic.origin()) {
      case RECEIVED -> raw(name, partitions, replay);
      case REFERENCE ->
          replay
              ? raw(name, partitions, true)
              : new Topic(
                  name, partitions, retainedForever("LogAppendTime", topic.maxRecordBytes()));
      case WRITTEN ->
          new Topic(name, partitions, retainedForever("CreateTime", topic.maxRecordBytes()));
    };
  }

  /** Deletes topics. */
  public static void delete(KafkaCluster kafka, Collection<String> names)
      throws IOException, InterruptedException {
    try (Admin admin = kafka.admin()) {
      admin.deleteTopics(names).all().get();
    } catch (ExecutionException e) {
      throw new IOException("Topics could not be deleted: " + names, e);
    }
  }

  /**
   * Returns the job that writes the topic; empty if the topic is raw or does not have a default
   * name.
   */
  static Optional<String> writer(String topic) {
    return Optional.ofNullable(WRITERS.get(topic));
  }

  /** Returns a topic for raw events, live or for a replay. */
  public static Topic raw(String name, int partitions, boolean replay) {
    return new Topic(name, partitions, replay ? REPLAY : LIVE);
  }

  private static Map<String, String> retainedForever(String timestamps, int maxBytes) {
    return Map.of(
        MESSAGE_TIMESTAMP_TYPE_CONFIG,
        timestamps,
        MAX_MESSAGE_BYTES_CONFIG,
        String.valueOf(maxBytes),
        RETENTION_MS_CONFIG,
        "-1");
  }

  /**
   * Creates the topics that are missing.
   *
   * @return what was found or done, in the order of the topics
   * @throws IOException if Kafka does not respond or refuses the request
   */
  public static List<CreatedTopic> create(KafkaCluster cluster, List<Topic> topics)
      throws IOException {
    List<CreatedTopic> report = new ArrayList<>();
    try (Admin admin = cluster.admin()) {
      for (Topic topic : topics) {
        report.add(create(admin, topic));
      }
      awaitKnown(admin, topics.stream().map(Topic::name).toList());
    } catch (ExecutionException e) {
      throw new IOException(
          e.getCause() instanceof TimeoutException
              ? "No broker answered within %d s at %s: is it running, and does --kafkaConfig have the right credentials?"
                  .formatted(TIMEOUT_MILLIS / 1000, cluster)
              : "Kafka at %s: %s".formatted(cluster, e.getCause()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while creating topics", e);
    }
    return report;
  }

  /**
   * Waits until the brokers know the topics, which happens shortly after the controller has created
   * them.
   */
  private static void awaitKnown(Admin admin, List<String> names)
      throws ExecutionException, InterruptedException {
    RetryPolicy<Object> retries =
        RetryPolicy.builder()
            .handle(ExecutionException.class)
            .withDelay(POLL_INTERVAL)
            .withMaxDuration(PROPAGATION_TIMEOUT)
            .withMaxRetries(-1)
            .build();
    Failsafe.with(retries).get(() -> admin.describeTopics(names).allTopicNames().get());
  }

  private static CreatedTopic create(Admin admin, Topic topic)
      throws ExecutionException, InterruptedException {
    NewTopic wanted =
        new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
            .configs(topic.settings());
    try {
      admin
          .createTopics(Set.of(wanted), new CreateTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
          .all()
          .get();
      return CreatedTopic.created(topic);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
      return existing(admin, topic);
    }
  }

  private static CreatedTopic existing(Admin admin, Topic topic)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    Config config = admin.describeConfigs(Set.of(resource)).all().get().get(resource);
    List<String> differences = new ArrayList<>();
    topic
        .settings()
        .forEach(
            (key, wanted) -> {
              ConfigEntry entry = config == null ? null : config.get(key);
              String is = entry == null ? "unset" : entry.value();
              if (!wanted.equals(is)) {
                differences.add("%s is %s, should be %s".formatted(key, is, wanted));
              }
            });
    return CreatedTopic.existing(topic, differences);
  }
}
