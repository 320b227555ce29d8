package dev.tally.io.kafka;

import dev.tally.io.kafka.RevisionFn.FactRevision;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Holds, for RECONCILE, the highest revision of each fact that an earlier run wrote after the
 * savepoint this run was restored from. A fact is removed as soon as this run reaches the same or a
 * higher revision.
 */
final class ReconcileState {
  private final Store store;
  private final @Nullable RevisionFn revisions;
  private long factsLeft;

  /**
   * Keeps the facts in a store.
   *
   * @param factsLeft the number of facts in the store
   */
  ReconcileState(Store store, @Nullable RevisionFn revisions, long factsLeft) {
    this.store = store;
    this.revisions = revisions;
    this.factsLeft = factsLeft;
  }

  /** Stores the highest revision per fact. */
  interface Store {
    @Nullable Long get(FactFingerprint fact);

    void put(FactFingerprint fact, long order);

    void remove(FactFingerprint fact);

    void clear();

    /** Returns a store in memory, for a writer without a runner. */
    static Store in(Map<FactFingerprint, Long> facts) {
      return new Store() {
        @Override
        public @Nullable Long get(FactFingerprint fact) {
          return facts.get(fact);
        }

        @Override
        public void put(FactFingerprint fact, long order) {
          facts.put(fact, order);
        }

        @Override
        public void remove(FactFingerprint fact) {
          facts.remove(fact);
        }

        @Override
        public void clear() {
          facts.clear();
        }
      };
    }
  }

  /** Forgets all facts, because the topic that contained them was deleted. */
  void forget() {
    store.clear();
    factsLeft = 0;
  }

  long factsLeft() {
    return factsLeft;
  }

  /** Notes the revision of a record that is already in the topic; ignores heartbeats. */
  void note(ConsumerRecord<byte[], byte[]> record) {
    if (Heartbeat.watermark(record).isPresent()) {
      return;
    }
    FactRevision revision =
        of(
            record.key(),
            record.value(),
            "Offset %d of %s-%d".formatted(record.offset(), record.topic(), record.partition()));
    FactFingerprint fact = FactFingerprint.of(revision.fact());
    Long highest = store.get(fact);
    if (highest == null) {
      factsLeft++;
    }
    if (highest == null || highest < revision.order()) {
      store.put(fact, revision.order());
    }
  }

  /**
   * True if the record has a higher revision than the topic, so that it must be written. Removes
   * the fact as soon as this run has reached its revision.
   */
  boolean isNew(ProducerRecord<byte[], byte[]> record) {
    if (factsLeft == 0) {
      return true;
    }
    FactRevision revision = of(record.key(), record.value(), "A record of the job");
    FactFingerprint fact = FactFingerprint.of(revision.fact());
    Long highest = store.get(fact);
    if (highest == null) {
      return true;
    }
    if (revision.order() >= highest) {
      store.remove(fact);
      factsLeft--;
    }
    return revision.order() > highest;
  }

  private FactRevision of(byte @Nullable [] key, byte @Nullable [] value, String record) {
    if (revisions == null) {
      throw new IllegalStateException("Reading back the topic needs withRevisions(…).");
    }
    if (value == null) {
      throw withoutRevision(record, "it has no value", null);
    }
    try {
      return revisions.of(key, value);
    } catch (RuntimeException e) {
      throw withoutRevision(record, String.valueOf(e.getMessage()), e);
    }
  }

  private static IllegalStateException withoutRevision(
      String record, String why, @Nullable Exception e) {
    return new IllegalStateException(
        ("%s contains no revision (%s), so RECONCILE cannot determine what is already in the topic:"
                + " write to a topic that only this job writes to, or restore the newest savepoint.")
            .formatted(record, why),
        e);
  }
}
