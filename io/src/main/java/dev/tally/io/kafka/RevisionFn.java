package dev.tally.io.kafka;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Tells which fact a record states, and in which revision of it. A job states the revisions of one
 * fact in rising order. It stands in job graphs: let it be a named class with a fixed {@code
 * serialVersionUID}.
 */
@FunctionalInterface
public interface RevisionFn extends Serializable {
  /**
   * The revision that a record is. What it throws ends the job: the topic holds what this job does
   * not write.
   */
  Revision of(byte @Nullable [] key, byte[] value);

  /**
   * A revision of a fact.
   *
   * @param fact names it; the same in every revision of it
   * @param order the higher replaces the lower; the same where a fact is stated once
   */
  record Revision(String fact, long order) {}
}
