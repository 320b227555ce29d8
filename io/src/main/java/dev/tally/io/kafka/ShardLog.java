package dev.tally.io.kafka;

import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;

/**
 * One partition of a topic, taken over by one writer: those before it can write no more.
 *
 * <p>Errors: any fault is thrown; the log is of no more use then and must be closed. What was under
 * way is aborted when the next writer takes over.
 */
interface ShardLog extends AutoCloseable {
  /** The topic that it is of. */
  Uuid topicId();

  /** The marker as the writers before have left it. */
  Marker marker();

  /** The offset that everything written from now on stands at or above. */
  long end();

  /** Starts a transaction. */
  void begin();

  /** Adds the records of a chunk, but for those that the filter drops. */
  void send(Chunk chunk, Filter filter);

  /** Adds a heartbeat; see {@link Heartbeat}. */
  void heartbeat(long watermark);

  /**
   * Waits until all since {@link #begin} was taken.
   *
   * @return the offset that everything of later transactions stands at or above, and all of this
   *     one below
   */
  long flush();

  /** Makes all since {@link #begin} visible, with the marker. */
  void commit(Marker marker);

  /** Hands over every committed record from the offset on. */
  void readBack(long offset, Consumer<ConsumerRecord<byte[], byte[]>> each);

  @Override
  void close();

  /** Says of a record whether it is written. */
  @FunctionalInterface
  interface Filter {
    Filter ALL = record -> true;

    boolean takes(ProducerRecord<byte[], byte[]> record);
  }
}
