package dev.tally.scenarios.chaos;

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
 * A Kafka client interceptor that pauses a producer of the job at the {@link Breakpoint}. Consumers
 * have the same settings, so it also implements the consumer interface, where it does nothing.
 */
public final class BreakpointInterceptor
    implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {
  static final String DIRECTORY = "tally.chaos.directory";

  private final AtomicInteger passed = new AtomicInteger();
  private @Nullable Breakpoint breakpoint;

  @Override
  public void configure(Map<String, ?> config) {
    breakpoint = new Breakpoint(Path.of(Objects.requireNonNull(config.get(DIRECTORY)).toString()));
  }

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    Breakpoint found = Objects.requireNonNull(breakpoint);
    OptionalInt set = found.setTo();
    if (set.isEmpty()) {
      passed.set(0);
    } else if (set.getAsInt() == Breakpoint.BEFORE_COMMIT
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
