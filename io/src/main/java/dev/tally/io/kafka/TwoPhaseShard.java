package dev.tally.io.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Writes one shard, which is one partition of the topic, in transactions that are open while
 * records arrive. At a checkpoint the transaction is prepared: it is flushed and contains its
 * {@link CommitMarker}. When the checkpoint completes, it is committed.
 *
 * <pre>
 *   write … write   prepare(7)        confirmed(7)
 *   slot 0 ──────────●─────────────────► committed, slot 0 is free
 *                    slot 1 ── write ── write ── prepare(8) …
 * </pre>
 *
 * <p>Errors: any fault is thrown; then the shard is unusable and must be closed.
 */
final class TwoPhaseShard {
  private static final int NONE = -1;
  private static final long SECOND = 1_000;

  private final String topic;
  private final TwoPhaseLog log;
  private final ReconcileState reconcile;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private final TreeSet<Integer> free = new TreeSet<>();
  private final Renewal renewal;
  private CommitMarker marker;
  private SequencePosition position;
  private SequencePosition before;
  private long offset;
  private long from;
  private long watermark;
  private int slot = NONE;
  private int records;

  /** A prepared transaction and the checkpoint that was being taken when it was prepared. */
  private record Pending(long checkpointId, PreparedTransaction transaction) {}

  /** Returns true if a transaction without records is due, so that the marker does not expire. */
  @FunctionalInterface
  interface Renewal {
    boolean isDue();

    /** Called when a transaction was prepared. */
    default void written() {}
  }

  /**
   * Acquires the partition of a log and continues at the position in the state.
   *
   * @throws OlderSavepointException if the marker does not match the state, and the policy is
   *     {@link OnOlderSavepoint#REFUSE}
   * @throws RecreatedTopicException if the state belongs to a topic that was deleted since, unless
   *     the policy is {@link OnOlderSavepoint#REWRITE}
   * @throws ExpiredTransactionException if records of the checkpoint are lost
   */
  TwoPhaseShard(
      String topic,
      TwoPhaseLog log,
      OnOlderSavepoint onOlderSavepoint,
      TwoPhaseState state,
      ReconcileState reconcile,
      Renewal renewal) {
    this.topic = topic;
    this.log = log;
    this.reconcile = reconcile;
    this.renewal = renewal;
    TwoPhaseRestore.Restored restored =
        new TwoPhaseRestore(topic, log, onOlderSavepoint, reconcile).restore(state);
    this.marker = restored.marker();
    this.position = state.shard().position();
    this.before = restored.tip();
    this.offset = restored.offset();
    this.from = restored.end();
    this.watermark = state.watermark();
    IntStream.range(0, TwoPhaseLog.SLOTS).forEach(free::add);
    if (!restored.lost().isEmpty()) {
      writeAgain(restored.lost());
    }
  }

  /**
   * Writes lost transactions in the transaction of the next checkpoint. So if that one is lost too,
   * the state and the marker have not changed, and all is repeated.
   */
  private void writeAgain(List<PreparedTransaction> lost) {
    open();
    for (PreparedTransaction transaction : lost) {
      TwoPhaseLog.Copied copied = log.copy(transaction, filter());
      if (copied.read() != transaction.records()) {
        throw new ExpiredTransactionException(topic, transaction);
      }
      records += copied.sent();
    }
  }

  /** Writes a record batch in the open transaction of the current checkpoint interval. */
  void write(RecordBatch recordBatch) {
    open();
    records += log.send(recordBatch, filter());
    position = position.plus(recordBatch);
  }

  private ShardLog.Filter filter() {
    return reconcile.factsLeft() == 0 ? ShardLog.Filter.ALL : reconcile::isNew;
  }

  /**
   * Begins a transaction, unless one is open. Its position depends on where in the partition it is,
   * so that a job that writes the same records again after a restore is at another position.
   */
  private void open() {
    if (slot == NONE) {
      slot = takeSlot();
      records = 0;
      position = position.plus(RecordBatch.ofWatermark(from));
      log.begin(slot);
    }
  }

  private int takeSlot() {
    return Optional.ofNullable(free.pollFirst())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    ("Topic %s: %d transactions wait for a checkpoint to complete, and no more can be"
                            + " opened: %d checkpoints in a row have failed. The job restarts from the"
                            + " last completed one.")
                        .formatted(topic, pending.size(), pending.size())));
  }

  /**
   * Prepares what was written since the last checkpoint, and a heartbeat if the watermark has
   * reached a new second. Without either it opens no transaction.
   *
   * @param now the watermark of the job, epoch ms; no later record is older
   * @return what the checkpoint must contain
   */
  TwoPhaseState prepare(long checkpointId, long now) {
    if (now > watermark && now > 0 && (slot != NONE || isNewSecond(now))) {
      heartbeat(now);
    } else if (slot == NONE && renewal.isDue()) {
      open();
    }
    if (slot != NONE) {
      close(checkpointId);
    }
    return state();
  }

  private boolean isNewSecond(long now) {
    return watermark == RecordBatch.NO_WATERMARK
        || Math.floorDiv(now, SECOND) > Math.floorDiv(watermark, SECOND);
  }

  private void heartbeat(long now) {
    open();
    log.heartbeat(now);
    records++;
    position = position.plus(RecordBatch.ofWatermark(now));
    watermark = now;
  }

  private void close(long checkpointId) {
    offset = log.flush();
    marker = marker.plus(new CommitMarker.End(position, offset));
    TwoPhaseLog.ProducerIdentity producer = log.prepare(marker);
    pending.add(
        new Pending(
            checkpointId,
            new PreparedTransaction(
                slot, producer.id(), producer.epoch(), before, position, from, offset, records)));
    before = position;
    from = offset;
    slot = NONE;
    renewal.written();
  }

  private TwoPhaseState state() {
    return new TwoPhaseState(
        new ShardState(log.topicId(), position, offset, reconcile.factsLeft()),
        watermark,
        pending.stream().map(Pending::transaction).toList());
  }

  /**
   * Commits everything that was prepared for this checkpoint or an earlier one; so a notification
   * that was missed is made good by the next one.
   *
   * @return the number of transactions committed
   */
  int confirmed(long checkpointId) {
    int committed = 0;
    for (Pending next = pending.peek();
        next != null && next.checkpointId() <= checkpointId;
        next = pending.peek()) {
      log.commit(next.transaction().slot());
      free.add(next.transaction().slot());
      pending.remove();
      committed++;
    }
    return committed;
  }

  /** Aborts the open transaction, which lasts at most the given time, and closes the shard. */
  void close(Duration atMost) {
    log.close(atMost);
  }
}
