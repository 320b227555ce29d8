package dev.tally.io.kafka;

import java.util.List;

/**
 * Acquires a partition for a job that continues at a position: completes the transactions that the
 * checkpoint contains, fences all earlier writers, and compares the {@link CommitMarker} with the
 * position.
 *
 * <p>A prepared transaction is committed only while the marker is at its start. Otherwise its slot
 * may already contain another transaction with the same producer id and epoch.
 *
 * <p>A prepared transaction that the brokers have aborted in the meantime is lost. Its records are
 * still in the partition, until the retention deletes them, and no other writer's records are
 * between them; so the shard can write them again.
 */
final class TwoPhaseRestore {
  private final String topic;
  private final TwoPhaseLog log;
  private final OnOlderSavepoint onOlderSavepoint;
  private final ReconcileState reconcile;

  TwoPhaseRestore(
      String topic, TwoPhaseLog log, OnOlderSavepoint onOlderSavepoint, ReconcileState reconcile) {
    this.topic = topic;
    this.log = log;
    this.onOlderSavepoint = onOlderSavepoint;
    this.reconcile = reconcile;
  }

  /**
   * The partition after it was acquired.
   *
   * @param tip the tip of the marker that is committed now
   * @param marker the marker that the next transaction continues
   * @param offset everything after the position is at this offset or above
   * @param end no record is at this offset or above yet
   * @param lost transactions before the position that must be written again
   */
  record Restored(
      SequencePosition tip,
      CommitMarker marker,
      long offset,
      long end,
      List<PreparedTransaction> lost) {}

  Restored restore(TwoPhaseState state) {
    ShardState shard = state.shard();
    boolean anotherTopic = shard.belongsToAnotherTopic(log.topicId());
    List<PreparedTransaction> prepared = anotherTopic ? List.of() : state.prepared();
    commit(prepared);
    log.fence(state.prepared(), anotherTopic ? 0 : committedBelow(state));
    if (anotherTopic) {
      acceptNewTopic(shard);
    } else if (!TopicIdentity.same(shard.topicId(), log.topicId())) {
      reconcile.forget(); // Read back from a topic that was deleted before anything was written.
    }
    CommitMarker marker = log.marker();
    List<PreparedTransaction> lost = lost(shard.position(), prepared, marker);
    SequencePosition expected = lost.isEmpty() ? shard.position() : lost.get(0).start();
    return marker.tip().equals(expected) && !isToReadBack(marker)
        ? new Restored(marker.tip(), marker, shard.offset(), log.end(), lost)
        : resume(shard, lost, marker);
  }

  /** Before its first prepared transaction, a state has committed everything. */
  private static long committedBelow(TwoPhaseState state) {
    return state.prepared().isEmpty() ? state.shard().offset() : state.prepared().get(0).from();
  }

  /**
   * Stops at the first that cannot be committed: the markers of the later ones contain its end.
   * Without a marker nothing is committed, because a marker that has expired looks like the start
   * of the first transaction; that one is aborted and written again.
   */
  private void commit(List<PreparedTransaction> prepared) {
    if (prepared.isEmpty()) {
      return;
    }
    CommitMarker marker = log.markerBeforeFence();
    SequencePosition tip = marker.tip();
    for (PreparedTransaction transaction : prepared) {
      if (!marker.isNone() && transaction.start().equals(tip)) {
        if (!log.commitPrepared(transaction)) {
          return;
        }
        tip = transaction.end();
      }
    }
  }

  private List<PreparedTransaction> lost(
      SequencePosition position, List<PreparedTransaction> prepared, CommitMarker marker) {
    if (marker.has(position)) {
      return List.of();
    }
    List<SequencePosition> ends = prepared.stream().map(PreparedTransaction::end).toList();
    int committed = ends.indexOf(marker.tip()) + 1;
    return prepared.subList(committed, prepared.size()).stream().filter(this::isLost).toList();
  }

  /** Reads the topic, because the marker may have expired or belong to another run. */
  private boolean isLost(PreparedTransaction transaction) {
    return transaction.records() == 0
        || log.committedRecords(transaction.from(), transaction.to()) < transaction.records();
  }

  /** RECONCILE is refused too: what was deleted with the old topic is not in the job's state. */
  private void acceptNewTopic(ShardState state) {
    if (onOlderSavepoint != OnOlderSavepoint.REWRITE) {
      throw new RecreatedTopicException(topic, state.topicId(), log.topicId());
    }
    reconcile.forget();
  }

  /** True without a marker: another sink group may have written, or the marker has expired. */
  private boolean isToReadBack(CommitMarker marker) {
    return onOlderSavepoint == OnOlderSavepoint.RECONCILE && marker.isNone();
  }

  /**
   * The records that the job emits after a restore are in other batches than before, so an earlier
   * end in the marker does not mean that they can be skipped.
   */
  private Restored resume(ShardState shard, List<PreparedTransaction> lost, CommitMarker marker) {
    SequencePosition position = shard.position();
    if (onOlderSavepoint == OnOlderSavepoint.REFUSE) {
      throw new OlderSavepointException(position, marker.tip());
    }
    long offset =
        lost.isEmpty() ? marker.offsetOf(position).orElse(shard.offset()) : lost.get(0).from();
    if (onOlderSavepoint == OnOlderSavepoint.RECONCILE) {
      log.readBack(offset, reconcile::note);
    }
    return new Restored(
        marker.tip(),
        marker.backTo(new CommitMarker.End(position, offset)),
        offset,
        log.end(),
        lost);
  }
}
