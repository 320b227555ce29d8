package dev.tally.it.kafkaiosink;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.Cache;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.internals.Sender;

/**
 * The KafkaIO sink's static cache of writers: one per sink group and shard, kept until it has been
 * unused for a minute. Each writer has a Kafka producer, which has a thread.
 */
final class WriterCache {
  private static final String WRITER =
      "org.apache.beam.sdk.io.kafka.KafkaExactlyOnceSink$ExactlyOnceWriter";

  private WriterCache() {}

  /**
   * Closes the writers of a group and removes them from the cache. This happens after a minute
   * without records, or when the job starts in another JVM or class loader.
   *
   * @return how many writers there were
   */
  static int forget(String group) {
    try {
      Cache<?, ?> groups = (Cache<?, ?>) field(Class.forName(WRITER), "CACHE_BY_GROUP_ID", null);
      Object ofGroup = groups.getIfPresent(group);
      if (ofGroup == null) {
        return 0;
      }
      Map<?, ?> writers = ((Cache<?, ?>) field(ofGroup.getClass(), "cache", ofGroup)).asMap();
      int forgotten = 0;
      for (Object shard : writers.keySet().toArray()) {
        Object writer = writers.remove(shard);
        if (writer != null) {
          ((Producer<?, ?>) field(writer.getClass(), "producer", writer)).close(Duration.ZERO);
          forgotten++;
        }
      }
      return forgotten;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("The KafkaIO sink has changed: see docs/kafka-io-sink.md", e);
    }
  }

  /**
   * Returns how many producers of a group's first shard are open, including those that the cache
   * has lost.
   */
  static int alive(String group) {
    return producers(group).size();
  }

  /** Closes the producers that the sink created and lost when it failed. */
  static void endLeaked(String group) {
    try {
      for (Thread producer : producers(group)) {
        ((Sender) field(Thread.class, "target", producer)).forceClose();
        producer.join(Duration.ofSeconds(30).toMillis());
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("The Kafka client has changed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Thread> producers(String group) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith("| producer-producer_0_for_" + group))
        .toList();
  }

  private static Object field(Class<?> type, String name, Object of)
      throws ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }
}
