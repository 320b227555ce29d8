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
  }

  /** How many facts are left. */
  long left() {
    return left;
  }

  /** Takes a record that stands in the topic; a heartbeat states nothing. */
  void note(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    Revision revision = of(record.key(), record.value());
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
    if (left == 0 || record.value() == null) {
      return true;
    }
    Revision revision = of(record.key(), record.value());
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

  private Revision of(byte[] key, byte[] value) {
    if (revisions == null) {
      throw new IllegalStateException(
          "What stands in the topic can only be told with withRevisions(…).");
    }
    return revisions.of(key, value);
  }
}
