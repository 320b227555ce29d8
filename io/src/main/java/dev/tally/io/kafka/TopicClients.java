package dev.tally.io.kafka;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;

/** The clients of one reader; its thread uses and closes them. */
record TopicClients(Consumer<byte[], byte[]> consumer, Admin admin) implements AutoCloseable {
  private static final Duration CLOSE_CONSUMER = Duration.ofSeconds(5);
  private static final Duration CLOSE_ADMIN = Duration.ofSeconds(1);

  /** Makes both, or closes the first if the second cannot be made. */
  static TopicClients of(Supplier<Consumer<byte[], byte[]>> consumer, Supplier<Admin> admin) {
    Consumer<byte[], byte[]> made = consumer.get();
    try {
      return new TopicClients(made, admin.get());
    } catch (RuntimeException e) {
      made.close(CLOSE_CONSUMER);
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      consumer.close(CLOSE_CONSUMER);
    } finally {
      admin.close(CLOSE_ADMIN);
    }
  }
}
