package dev.tally.operations.erase;

import com.google.common.math.LongMath;
import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * How long Kafka keeps the records of a topic.
 *
 * @param retentionMillis -1 if it keeps them for ever
 * @param segmentMillis how long Kafka appends to one segment; it deletes whole segments
 */
record RecordRetention(long retentionMillis, long segmentMillis) {
  /** Kafka's defaults: it checks segments every 5 minutes, and deletes files a minute later. */
  private static final Duration CHECKS = Duration.standardMinutes(6);

  private static final Instant FOR_EVER = Instant.parse("9999-01-01T00:00:00Z");

  /**
   * Returns when a record with this timestamp is deleted at the latest; empty for never. The
   * timestamps of later records of its segment are at most {@code segmentMillis} later, as
   * timestamps of a partition do not decrease, and the segment is deleted {@code retentionMillis}
   * after the last one of them.
   */
  Optional<Instant> expiry(long timestamp) {
    long kept = LongMath.saturatedAdd(retentionMillis, segmentMillis);
    long deleted =
        LongMath.saturatedAdd(LongMath.saturatedAdd(timestamp, kept), CHECKS.getMillis());
    return retentionMillis < 0 || deleted > FOR_EVER.getMillis()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(deleted));
  }

  /** Returns the settings of a topic; empty if it does not exist. */
  static Optional<RecordRetention> of(KafkaCluster cluster, String topic) throws IOException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = cluster.admin()) {
      Config config = admin.describeConfigs(Set.of(resource)).all().get().get(resource);
      return config == null
          ? Optional.empty()
          : Optional.of(
              new RecordRetention(
                  number(config, TopicConfig.RETENTION_MS_CONFIG),
                  number(config, TopicConfig.SEGMENT_MS_CONFIG)));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw new IOException("Kafka at %s: %s".formatted(cluster, e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while describing topics", e);
    }
  }

  private static long number(Config config, String name) {
    return Long.parseLong(config.get(name).value());
  }
}
