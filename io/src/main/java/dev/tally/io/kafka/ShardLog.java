package dev.tally.io.kafka;

import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;

/**
 * One partition of a topic, of which one writer has exclusive ownership: all earlier writers are
 * fenced.
 *
 * <p>Errors: any fault is thrown; then the log is unusable and must be closed. The open transaction
 * is aborted when the next writer fences this one.
 */
interface ShardLog extends AutoCloseable {
  /** Returns the id of the topic that the partition belongs to. */
  Uuid topicId();

  /** Returns the marker that the previous writers have committed. */
  CommitMarker marker();

  /** Returns an offset below which nothing will be written from now on. */
  long end();

  void begin();

  /** Adds the records of a record batch, except those that the filter drops. */
  void send(RecordBatch recordBatch, Filter filter);

  /** Adds a heartbeat to the transaction; see {@link Heartbeat}. */
  void heartbeat(long watermark);

  /**
   * Waits until the brokers have accepted everything since {@link #begin}.
   *
   * @return an offset that separates this transaction from later ones: its records are below,
   *     theirs at or above
   */
  long flush();

  /** Commits everything since {@link #begin} together with the marker. */
  void commit(CommitMarker marker);

  /** Passes every committed record from the offset on to the consumer. */
  void readBack(long offset, Consumer<ConsumerRecord<byte[], byte[]>> each);

  @Override
  void close();

  /** Decides whether a record is written. */
  @FunctionalInterface
  interface Filter {
    Filter ALL = record -> true;

    boolean accepts(ProducerRecord<byte[], byte[]> record);
  }
}
