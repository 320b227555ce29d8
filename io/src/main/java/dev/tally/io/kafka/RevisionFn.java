package dev.tally.io.kafka;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Extracts from a record the fact that it states, and the revision of the fact. A job writes the
 * revisions of one fact in rising order. The function is serialized with the job graph: implement
 * it as a named class with a fixed {@code serialVersionUID}.
 */
@FunctionalInterface
public interface RevisionFn extends Serializable {
  /**
   * Returns the revision that a record states. An exception fails the job: the topic contains a
   * record that this job does not write.
   */
  FactRevision of(byte @Nullable [] key, byte[] value);

  /**
   * A revision of a fact.
   *
   * @param fact the name of the fact; the same in all its revisions
   * @param order a higher one replaces a lower one; constant for facts that are stated only once
   */
  record FactRevision(String fact, long order) {}
}
