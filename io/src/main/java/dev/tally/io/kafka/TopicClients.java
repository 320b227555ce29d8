package dev.tally.io.kafka;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;

/** The Kafka clients of one reader; its polling thread uses and closes them. */
record TopicClients(Consumer<byte[], byte[]> consumer, Admin admin) implements AutoCloseable {
  private static final Duration CLOSE_CONSUMER = Duration.ofSeconds(5);
  private static final Duration CLOSE_ADMIN = Duration.ofSeconds(1);

  /** Creates both clients, or closes the consumer if the admin client cannot be created. */
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
