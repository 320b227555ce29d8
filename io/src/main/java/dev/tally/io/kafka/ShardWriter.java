package dev.tally.io.kafka;

import dev.tally.io.kafka.Marker.Fate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes the batches of one shard, which is one partition of the topic, each in a transaction of
 * its own that holds the {@link Marker} too.
 *
 * <p>Errors: any fault is thrown; the writer is of no more use then and must be closed. What was
 * under way is aborted when the next writer of the shard starts.
 */
final class ShardWriter implements AutoCloseable {
  private final TopicPartition partition;
  private final String group;
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private Marker marker;
  private Position position = Position.START;
  private @Nullable Fate fate;

  /**
   * Takes over a shard.
   *
   * @param producer with its transactions initialized, which fences any older writer
   * @param marker as read after that
   */
  ShardWriter(
      TopicPartition partition, String group, Producer<byte[], byte[]> producer, Marker marker) {
    this.partition = partition;
    this.group = group;
    this.producer = producer;
    this.marker = marker;
  }

  /** True between the first record of a batch and {@link #commit}. */
  boolean inBatch() {
    return fate != null;
  }

  /** Starts a batch at the position that the job's state tells. */
  void begin(Position start) {
    position = start;
    fate = marker.fateOf(start);
    if (fate == Fate.WRITE) {
      producer.beginTransaction();
    }
  }

  /** Takes the next record of the batch, and gives the position behind it. */
  Position add(ProducerRecord<byte[], byte[]> record) {
    position = position.plus(record);
    if (fate == Fate.WRITE) {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  partition.topic(),
                  partition.partition(),
                  record.timestamp(),
                  record.key(),
                  record.value(),
                  record.headers()),
              (sent, thrown) -> {
                if (thrown != null) {
                  failure.compareAndSet(null, thrown);
                }
              });
    }
    return position;
  }

  /**
   * Ends the batch: makes it visible, with its marker, or confirms that it was before.
   *
   * @return true if it was written, false if it stood there already
   */
  boolean commit() {
    boolean written = fate == Fate.WRITE;
    if (written) {
      Marker next = marker.plus(position);
      OffsetAndMetadata offset = new OffsetAndMetadata(position.count(), next.encode());
      producer.sendOffsetsToTransaction(
          Map.of(partition, offset), new ConsumerGroupMetadata(group));
      producer.flush();
      Exception thrown = failure.get();
      if (thrown != null) {
        throw new KafkaException("A record was not taken by " + partition, thrown);
      }
      producer.commitTransaction();
      marker = next;
    } else {
      marker.confirmSkipped(position);
    }
    fate = null;
    return written;
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
