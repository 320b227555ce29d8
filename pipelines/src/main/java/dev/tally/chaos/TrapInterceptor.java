package dev.tally.chaos;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Pauses a producer of the job in the {@link FlushTrap}, as a Kafka client interceptor. Consumers
 * have the same settings, so it also implements the consumer interface, where it does nothing.
 */
public final class TrapInterceptor
    implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {
  static final String DIRECTORY = "tally.chaos.directory";

  private final AtomicInteger passed = new AtomicInteger();
  private @Nullable FlushTrap trap;

  @Override
  public void configure(Map<String, ?> config) {
    trap = new FlushTrap(Path.of(Objects.requireNonNull(config.get(DIRECTORY)).toString()));
  }

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    FlushTrap found = Objects.requireNonNull(trap);
    OptionalInt set = found.setTo();
    if (set.isEmpty()) {
      passed.set(0);
    } else if (set.getAsInt() == FlushTrap.BEFORE_COMMIT
        ? record.value() == null
        : passed.getAndIncrement() >= set.getAsInt()) {
      found.hold();
    }
    return record;
  }

  @Override
  public void onAcknowledgement(RecordMetadata metadata, Exception thrown) {}

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}
}
