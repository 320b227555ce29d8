package dev.tally.io.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Whether a topic still has the partitions that a job was built for.
 *
 * @param partitions of the whole topic, when the job was started from nothing
 */
record PartitionCheck(String topic, int partitions) {
  private static final Duration ASK = Duration.ofSeconds(5);

  /**
   * True if it has; false if no broker said so within 5 s.
   *
   * <p>Errors: {@link IllegalStateException} if it has another number of them.
   */
  boolean holds(Consumer<?, ?> consumer) {
    int found;
    try {
      found = consumer.partitionsFor(topic, ASK).size();
    } catch (TimeoutException e) {
      return false;
    }
    if (found != partitions) {
      throw new IllegalStateException(
          ("Topic %s had %d partitions when the job was started, and has %d now, which this job would"
                  + " not read rightly. Start it from nothing: its records have the same UUIDs and"
                  + " revisions again.")
              .formatted(topic, partitions, found));
    }
    return true;
  }
}
