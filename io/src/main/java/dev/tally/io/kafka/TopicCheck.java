package dev.tally.io.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a topic is what a job was built for.
 *
 * @param partitions of the whole topic, when the job was started from nothing
 * @param unseen how it is read, if its settings could not be looked at when the job was built
 */
record TopicCheck(
    KafkaCluster cluster, String topic, int partitions, @Nullable WatermarkPolicy unseen) {
  private static final Duration ASK = Duration.ofSeconds(5);

  /**
   * Why it cannot be read yet, and what to do; empty if it can. Takes up to 20 s.
   *
   * <p>Errors: {@link IllegalStateException} if it must not be read: it has another number of
   * partitions, or settings that lose records.
   */
  Optional<String> obstacle(Consumer<?, ?> consumer) {
    List<PartitionInfo> found;
    try {
      found = consumer.partitionsFor(topic, ASK);
    } catch (TimeoutException e) {
      return Optional.of("Kafka at %s does not answer".formatted(cluster));
    }
    if (found == null || found.isEmpty()) {
      return Optional.of(
          "there is no such topic at %s: create it with ./tally topics".formatted(cluster));
    }
    if (found.size() != partitions) {
      throw new IllegalStateException(
          ("Topic %s at %s had %d partitions when the job was started, and has %d now, which this"
                  + " job would not read rightly. Start it from nothing: its records have the same"
                  + " UUIDs and revisions again.")
              .formatted(topic, cluster, partitions, found.size()));
    }
    return unseen == null ? Optional.empty() : obstacle(unseen);
  }

  private Optional<String> obstacle(WatermarkPolicy watermarks) {
    List<String> wrong;
    try {
      wrong = TopicRules.unreadable(Topics.of(cluster).config(topic), watermarks);
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof RetriableException) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
      throw new IllegalStateException(e.getMessage(), e);
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(
          "Topic %s at %s %s".formatted(topic, cluster, String.join(" It ", wrong)));
    }
    return Optional.empty();
  }
}
