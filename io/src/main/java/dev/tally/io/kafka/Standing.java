package dev.tally.io.kafka;

import dev.tally.io.kafka.RevisionFn.Revision;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What an abandoned run of the job has stated behind the savepoint that this one was restored from:
 * the highest revision of each fact, until this run has come to it or above.
 */
final class Standing {
  private final Store store;
  private final @Nullable RevisionFn revisions;
  private long left;

  /**
   * Keeps the facts in a store.
   *
   * @param left how many are in it
   */
  Standing(Store store, @Nullable RevisionFn revisions, long left) {
    this.store = store;
    this.revisions = revisions;
    this.left = left;
  }

  /** Keeps revisions by fact. */
  interface Store {
    @Nullable Long get(Fingerprint fact);

    void put(Fingerprint fact, long order);

    void remove(Fingerprint fact);

    void clear();
  }

  /** Forgets all facts: the topic that held them is gone. */
  void forget() {
    store.clear();
    left = 0;
  }

  /** How many facts are left. */
  long left() {
    return left;
  }

  /** Takes a record that stands in the topic; a heartbeat states nothing. */
  void note(ConsumerRecord<byte[], byte[]> record) {
    if (Heartbeat.watermark(record).isPresent()) {
      return;
    }
    Revision revision =
        of(
            record.key(),
            record.value(),
            "Offset %d of %s-%d".formatted(record.offset(), record.topic(), record.partition()));
    Fingerprint fact = Fingerprint.of(revision.fact());
    Long highest = store.get(fact);
    if (highest == null) {
      left++;
    }
    if (highest == null || highest < revision.order()) {
      store.put(fact, revision.order());
    }
  }

  /** True if the record is above what stands, and is to be written. */
  boolean isNew(ProducerRecord<byte[], byte[]> record) {
    if (left == 0) {
      return true;
    }
    Revision revision = of(record.key(), record.value(), "A record of the job");
    Fingerprint fact = Fingerprint.of(revision.fact());
    Long highest = store.get(fact);
    if (highest == null) {
      return true;
    }
    if (revision.order() >= highest) {
      store.remove(fact);
      left--;
    }
    return revision.order() > highest;
  }

  private Revision of(byte @Nullable [] key, byte @Nullable [] value, String record) {
    if (revisions == null) {
      throw new IllegalStateException(
          "What stands in the topic can only be told with withRevisions(…).");
    }
    if (value == null) {
      throw untold(record, "it has no value", null);
    }
    try {
      return revisions.of(key, value);
    } catch (RuntimeException e) {
      throw untold(record, String.valueOf(e.getMessage()), e);
    }
  }

  private static IllegalStateException untold(String record, String why, @Nullable Exception e) {
    return new IllegalStateException(
        ("%s states no revision (%s), so RECONCILE cannot tell what stands: write to a topic of"
                + " this job alone, or restore the newest savepoint.")
            .formatted(record, why),
        e);
  }
}
