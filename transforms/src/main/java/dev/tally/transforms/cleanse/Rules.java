package dev.tally.transforms.cleanse;

import dev.tally.transforms.model.InvalidReason;
import dev.tally.transforms.model.Verdict;
import java.io.Serializable;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code Rules} decide whether a decoded record is processed. They depend on the record and its
 * broker time, never on a clock.
 *
 * @param <T> the type of the decoded records
 */
interface Rules<T> extends Serializable {
  /** Returns the accepted value, or a rejection for the first rule that the value breaks. */
  Verdict<T> judge(T value);

  /** Returns the timestamp of an accepted value. */
  Instant timeOf(T value);

  /**
   * Returns true if the user id of an accepted value is a placeholder and therefore identifies no
   * user.
   */
  default boolean isOfPlaceholderUser(T value) {
    return false;
  }

  /** Returns why an accepted value is invalid traffic by itself; null if it is not. */
  default @Nullable InvalidReason invalidReasonOf(T value) {
    return null;
  }
}
