package dev.tally.it.stocksink;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.Cache;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.internals.Sender;

/**
 * The stock sink's static cache of writers: one a sink group and shard, kept for a minute without
 * use. Each has a Kafka producer, which is a thread.
 */
final class WriterCache {
  private static final String WRITER =
      "org.apache.beam.sdk.io.kafka.KafkaExactlyOnceSink$ExactlyOnceWriter";

  private WriterCache() {}

  /**
   * Closes and forgets the writers of a group: what a minute without records does, or a start in
   * another JVM or class loader.
   *
   * @return how many there were
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
      throw new LinkageError("The stock sink has changed: see docs/stock-kafka-sink.md", e);
    }
  }

  /** How many producers of a group's first shard are not closed, those that nobody knows too. */
  static int alive(String group) {
    return producers(group).size();
  }

  /** Ends the producers that the sink made and lost when it failed. */
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
