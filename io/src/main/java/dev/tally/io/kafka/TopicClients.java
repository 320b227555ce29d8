package dev.tally.io.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What some partitions of a topic are read with.
 *
 * @param consumer assigned and positioned
 * @param ends lookups of the end of the log, null where the watermark does not need them
 */
record TopicClients(Consumer<byte[], byte[]> consumer, @Nullable EndOffsets ends)
    implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(5);

  @Override
  public void close() {
    try {
      consumer.close(CLOSE);
    } finally {
      if (ends != null) {
        ends.close();
      }
    }
  }
}
