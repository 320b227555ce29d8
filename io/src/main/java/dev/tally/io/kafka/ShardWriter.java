package dev.tally.io.kafka;

import dev.tally.io.kafka.CommitMarker.Fate;
import org.jspecify.annotations.Nullable;

/**
 * Writes the commit batches of one shard, which is one partition of the topic. A commit batch is
 * everything that one checkpoint holds for the shard. It is written in one transaction or, if it is
 * large, in several consecutive ones; each transaction contains the {@link CommitMarker}.
 *
 * <p>Errors: any fault is thrown; then the writer is unusable and must be closed.
 */
final class ShardWriter implements AutoCloseable {
  private final String topic;
  private final ShardLog log;
  private final OnOlderSavepoint onOlderSavepoint;
  private final long partBytes;
  private CommitMarker marker;
  private SequencePosition start = SequencePosition.START;
  private SequencePosition position = SequencePosition.START;
  private @Nullable Fate fate;
  private boolean open;
  private long bytes;
  private long offset;
  private long watermark;

  /**
   * Writes to a log.
   *
   * @param topic its name
   * @param partBytes a commit batch is committed in parts of about this size
   */
  ShardWriter(String topic, ShardLog log, OnOlderSavepoint onOlderSavepoint, long partBytes) {
    this.topic = topic;
    this.log = log;
    this.onOlderSavepoint = onOlderSavepoint;
    this.partBytes = partBytes;
    this.marker = log.marker();
  }

  /** True between the first record batch of a commit batch and {@link #commit}. */
  boolean inBatch() {
    return fate != null;
  }

  /**
   * Starts a commit batch at the position in the job's state.
   *
   * @param reconcile receives what is in the topic after that position, if it must be known
   * @throws OlderSavepointException if the marker does not match the state, and the policy is
   *     {@link OnOlderSavepoint#REFUSE}
   * @throws RecreatedTopicException if the state belongs to a topic that was deleted since, unless
   *     the policy is {@link OnOlderSavepoint#REWRITE}
   */
  void begin(ShardState state, ReconcileState reconcile) {
    if (state.belongsToAnotherTopic(log.topicId())) {
      acceptNewTopic(state, reconcile);
    }
    start = state.position();
    position = start;
    offset = state.offset();
    watermark = RecordBatch.NO_WATERMARK;
    Fate found = marker.fateOf(start);
    if (isToReconcile(found)) {
      offset = marker.offsetOf(start).orElse(state.offset());
      log.readBack(offset, reconcile::note);
      found = resume();
    } else if (found == Fate.WRITE) {
      offset = log.end();
    } else if (found == Fate.NOT_OURS) {
      refuse(start);
      found = resume();
    }
    fate = found;
  }

  /** RECONCILE is refused too: what was deleted with the old topic is not in the job's state. */
  private void acceptNewTopic(ShardState state, ReconcileState reconcile) {
    if (onOlderSavepoint != OnOlderSavepoint.REWRITE) {
      throw new RecreatedTopicException(topic, state.topicId(), log.topicId());
    }
    reconcile.forget();
  }

  /** Also true without a marker: another sink group may have written, or the marker has expired. */
  private boolean isToReconcile(Fate found) {
    return onOlderSavepoint == OnOlderSavepoint.RECONCILE
        && (found != Fate.WRITE || marker.isNone());
  }

  private Fate resume() {
    marker = marker.backTo(new CommitMarker.End(start, offset));
    return Fate.WRITE;
  }

  private void refuse(SequencePosition found) {
    if (onOlderSavepoint == OnOlderSavepoint.REFUSE) {
      throw new OlderSavepointException(found, marker.tip());
    }
  }

  /**
   * Processes the next record batch and returns the new state of the shard.
   *
   * @throws IllegalStateException if the record batch is not the next one of the shard
   */
  ShardState add(RecordBatch recordBatch, ReconcileState reconcile) {
    requireNext(recordBatch);
    position = position.plus(recordBatch);
    watermark = Math.max(watermark, recordBatch.watermark());
    if (fate == Fate.SKIP) {
      skip();
    } else {
      write(recordBatch, reconcile);
    }
    return new ShardState(log.topicId(), position, offset, reconcile.factsLeft());
  }

  private void requireNext(RecordBatch recordBatch) {
    if (recordBatch.first() != RecordBatch.UNNUMBERED && recordBatch.first() != position.count()) {
      throw new IllegalStateException(
          ("Topic %s: the runner passed records that begin with number %d, but number %d is next,"
                  + " so nothing is written. The input of this step was not stable: restore an"
                  + " older savepoint with --onOlderSavepoint=RECONCILE.")
              .formatted(topic, recordBatch.first(), position.count()));
    }
  }

  private void skip() {
    if (position.equals(marker.tip())) {
      fate = Fate.WRITE;
    } else if (position.count() >= marker.tip().count()) {
      startOver();
    }
  }

  /**
   * Called when the skipped record batches turn out to differ from the committed ones. They must be
   * written after all, but only a restart of the job can replay them: this sets the marker back to
   * the start of the commit batch, unless the policy is {@link OnOlderSavepoint#REFUSE}, and fails
   * the job.
   */
  private void startOver() {
    refuse(position);
    log.begin();
    log.commit(marker.backTo(new CommitMarker.End(start, offset)));
    throw new IllegalStateException(
        "The job was restored from an older savepoint and must write again what was written after"
            + " it: it restarts once for each partition that detects this.");
  }

  private void write(RecordBatch recordBatch, ReconcileState reconcile) {
    openTransaction();
    log.send(recordBatch, reconcile.factsLeft() == 0 ? ShardLog.Filter.ALL : reconcile::isNew);
    bytes += recordBatch.packed().length;
    if (bytes >= partBytes) {
      commit(marker.upTo(position));
    }
  }

  private void openTransaction() {
    if (!open) {
      log.begin();
      open = true;
      bytes = 0;
    }
  }

  private void commit(CommitMarker next) {
    log.commit(next);
    marker = next;
    open = false;
  }

  /**
   * Ends the commit batch: commits it with its marker, or confirms that it was already committed.
   *
   * @return true if it was written, false if it had already been committed
   */
  boolean commit() {
    if (fate == Fate.SKIP && !marker.has(position)) {
      startOver();
    }
    boolean alreadyCommitted = !open && marker.has(position);
    if (!alreadyCommitted) {
      openTransaction();
      if (watermark != RecordBatch.NO_WATERMARK) {
        log.heartbeat(watermark);
      }
      commit(marker.plus(new CommitMarker.End(position, log.flush())));
    }
    fate = null;
    return !alreadyCommitted;
  }

  @Override
  public void close() {
    log.close();
  }
}
