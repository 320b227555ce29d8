package dev.tally.io.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.AuthorizationException;
import org.joda.time.Duration;

/**
 * Checks, before a job starts, what an exactly-once write requires of the brokers and of its topic.
 *
 * <p>Errors: {@link IllegalArgumentException} if Kafka does not respond, with a message that
 * explains what to do. {@link #brokerProblems} returns this as a problem instead.
 */
public final class WriteChecks {
  private static final int TIMEOUT_MS = 15_000;
  private static final String TRANSACTION_MAX = "transaction.max.timeout.ms";
  private static final String RETENTION = "offsets.retention.minutes";
  private static final String METADATA_MAX = "offset.metadata.max.bytes";
  private static final String REQUEST_MAX = "socket.request.max.bytes";

  /** An allowance for the parts of a request that are not records. */
  private static final int REQUEST_BYTES = 64 << 10;

  private final KafkaCluster cluster;
  private final TopicInspector topics;

  WriteChecks(KafkaCluster cluster, TopicInspector topics) {
    this.cluster = cluster;
    this.topics = topics;
  }

  /**
   * Returns the broker settings with which an exactly-once write would fail, and what to do. Empty
   * if there are none, or if the user is not authorized to read the settings. Without that
   * authorization the first write fails if a setting is unsuitable.
   *
   * @param maxRecordBytes the size of the largest record to be written
   */
  public List<String> brokerProblems(int maxRecordBytes) {
    return brokerProblems(maxRecordBytes, Delivery.EXACTLY_ONCE);
  }

  /**
   * Returns the broker settings with which a write of this kind would fail, as {@link
   * #brokerProblems(int)} does.
   *
   * @param maxRecordBytes the size of the largest record to be written
   */
  public List<String> brokerProblems(int maxRecordBytes, Delivery delivery) {
    try (Admin admin = topics.admin()) {
      BrokerConfigs brokers = new BrokerConfigs(admin, TIMEOUT_MS);
      return brokers.of(brokers.nodes()).stream()
          .flatMap(config -> brokerProblems(config, maxRecordBytes, delivery))
          .distinct()
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return List.of();
      }
      return List.of(
          "Kafka at %s does not return its settings: %s".formatted(cluster, e.getCause()));
    } catch (InterruptedException e) {
      throw TopicInspector.interrupted(e);
    }
  }

  private Stream<String> brokerProblems(Config broker, int maxRecordBytes, Delivery delivery) {
    List<String> problems = new ArrayList<>();
    int wanted = SinkSettings.transactionMillis(cluster, delivery);
    long most = number(broker, TRANSACTION_MAX);
    if (wanted > most) {
      problems.add(
          "The brokers allow transactions of %d ms, but a writer needs %d: raise %s on the brokers, or set transaction.timeout.ms=%d with --kafkaConfig."
              .formatted(most, wanted, TRANSACTION_MAX, most));
    }
    long kept = number(broker, RETENTION);
    if (kept < SinkSettings.LEAST_RETENTION_MINUTES) {
      problems.add(
          "The brokers delete a writer's marker after %d minutes: set %s=%d on the brokers, or more; 7 days are usual."
              .formatted(kept, RETENTION, SinkSettings.LEAST_RETENTION_MINUTES));
    }
    atLeast(broker, METADATA_MAX, CommitMarker.maxBytes(), "a writer's marker has up to", problems);
    atLeast(
        broker,
        REQUEST_MAX,
        maxRecordBytes + REQUEST_BYTES,
        "the request with the largest record has",
        problems);
    return problems.stream();
  }

  /**
   * Returns why the transactions of a write in two phases would be aborted before their checkpoint
   * completes, and what to do; empty for any other write.
   *
   * @param interval from one checkpoint to the next
   * @param timeout how long a checkpoint may last
   */
  public List<String> transactionProblems(Delivery delivery, Duration interval, Duration timeout) {
    int found = SinkSettings.transactionMillis(cluster, delivery);
    long longest = interval.plus(timeout).getMillis();
    return delivery != Delivery.TWO_PHASE || found > longest
        ? List.of()
        : List.of(
            ("transaction.timeout.ms is %d, but --kafkaSink=TWO_PHASE keeps transactions open for up to"
                    + " %d ms: the checkpoint interval plus the checkpoint timeout. Lower"
                    + " --checkpointTimeoutMillis, or set transaction.timeout.ms with --kafkaConfig.")
                .formatted(found, longest));
  }

  private static void atLeast(
      Config broker, String setting, int needed, String what, List<String> problems) {
    long found = number(broker, setting);
    if (found < needed) {
      problems.add(
          "The brokers have %1$s=%2$d, but %3$s %4$d bytes: set %1$s=%4$d on the brokers, or more."
              .formatted(setting, found, what, needed));
    }
  }

  private static long number(Config broker, String setting) {
    return Long.parseLong(TopicRules.value(broker, setting));
  }

  /** True if the group has committed any offsets, for example a writer's markers. */
  public boolean hasCommitted(String sinkGroup) {
    return !committed(sinkGroup).isEmpty();
  }

  /**
   * Returns why a job cannot continue to write to the topic, given the markers of its sink group,
   * and what to do; empty if it can, or if the sink group has written nothing yet.
   *
   * @param sinkGroup the sink group, which stores the markers
   * @param restored whether the job starts from a savepoint
   */
  public List<String> problemsOfSinkGroup(
      String topic, String sinkGroup, OnOlderSavepoint onOlderSavepoint, Restored restored) {
    TopicIdentity now = TopicIdentity.of(topics.describe(topic));
    boolean needsOldTopic =
        restored == Restored.FROM_SAVEPOINT && onOlderSavepoint != OnOlderSavepoint.REWRITE;
    return committed(sinkGroup).stream()
        .map(offset -> CommitMarker.parse(offset.metadata()))
        .flatMap(
            marker -> {
              if (marker.isOf(now.id())) {
                return marker.partitionsProblem(topic, now.partitions()).stream();
              }
              return needsOldTopic
                  ? Stream.of(RecreatedTopicException.message(topic, marker.topicId(), now.id()))
                  : Stream.empty();
            })
        .distinct()
        .toList();
  }

  /** What a job starts from. */
  public enum Restored {
    /** No state. */
    FROM_NOTHING,
    /** The state of a savepoint or a checkpoint. */
    FROM_SAVEPOINT
  }

  private List<OffsetAndMetadata> committed(String sinkGroup) {
    try (Admin admin = topics.admin()) {
      Map<?, OffsetAndMetadata> found =
          admin.listConsumerGroupOffsets(sinkGroup).partitionsToOffsetAndMetadata().get();
      return found.values().stream().filter(Objects::nonNull).toList();
    } catch (ExecutionException e) {
      throw new IllegalArgumentException(
          "Kafka at %s does not return the offsets of group %s: %s"
              .formatted(cluster, sinkGroup, e.getCause()),
          e);
    } catch (InterruptedException e) {
      throw TopicInspector.interrupted(e);
    }
  }
}
