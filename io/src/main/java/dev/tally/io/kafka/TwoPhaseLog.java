package dev.tally.io.kafka;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/**
 * One partition of a topic with a fixed number of transactional ids, called slots. A transaction
 * may stay open in one slot while the next one is written in another.
 *
 * <p>Errors: any fault is thrown; then the log is unusable and must be closed.
 */
interface TwoPhaseLog {
  /** The number of slots: how many transactions can be open at once. */
  int SLOTS = 8;

  /** Returns the id of the topic that the partition belongs to. */
  Uuid topicId();

  /**
   * Reads the marker before the earlier writers are fenced: a transaction that has just been
   * committed may be missing from it.
   */
  CommitMarker markerBeforeFence();

  /** Reads the marker that is committed now; it cannot change, because the writers are fenced. */
  CommitMarker marker();

  /**
   * Commits a transaction that an earlier writer has prepared.
   *
   * @return false if the brokers no longer have it, because it was aborted
   */
  boolean commitPrepared(PreparedTransaction transaction);

  /**
   * Fences all earlier writers of the partition, aborts their open transactions, and waits until
   * every transaction of the partition is either committed or aborted.
   *
   * @param prepared the transactions in the state of the job; some may have ended
   * @param committedBelow an offset below which the state has everything as committed
   */
  void fence(List<PreparedTransaction> prepared, long committedBelow);

  /** Reads an offset below which nothing will be written from now on. */
  long end();

  /** Begins a transaction in a slot; the following calls add to it until {@link #prepare}. */
  void begin(int slot);

  /**
   * Adds the records of a record batch, except those that the filter drops.
   *
   * @return how many were added
   */
  int send(RecordBatch recordBatch, ShardLog.Filter filter);

  /** Adds a heartbeat to the transaction; see {@link Heartbeat}. */
  void heartbeat(long watermark);

  /**
   * Adds the records that an aborted transaction has left in the partition, except those that the
   * filter drops; heartbeats are not filtered.
   */
  Copied copy(PreparedTransaction aborted, ShardLog.Filter filter);

  /**
   * Waits until the brokers have accepted everything since {@link #begin}.
   *
   * @return an offset that separates this transaction from later ones: its records are below,
   *     theirs at or above
   */
  long flush();

  /** Adds the marker, so that only the commit is missing. */
  ProducerIdentity prepare(CommitMarker marker);

  /** Commits the prepared transaction of a slot. */
  void commit(int slot);

  /** Returns how many committed records are from the first offset up to the second, exclusive. */
  int committedRecords(long from, long to);

  /** Passes every committed record from the offset on to the consumer. */
  void readBack(long offset, Consumer<ConsumerRecord<byte[], byte[]>> each);

  /**
   * Aborts the transaction that {@link #begin} has begun, unless it was prepared, so that readers
   * do not wait for its timeout. Prepared transactions stay open.
   *
   * @param atMost the longest wait for the brokers
   */
  void close(Duration atMost);

  /** How many records were read, and how many of them were sent. */
  record Copied(int read, int sent) {}

  /** Identifies the transaction of a producer to the brokers. */
  record ProducerIdentity(long id, short epoch) {}
}
