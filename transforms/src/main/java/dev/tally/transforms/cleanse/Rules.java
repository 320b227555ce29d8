package dev.tally.transforms.cleanse;

import dev.tally.transforms.model.Verdict;
import java.io.Serializable;
import org.joda.time.Instant;

/**
 * What a decoded record must keep to be processed: functions of the record and of its broker time,
 * never of a clock.
 *
 * @param <T> what the record holds
 */
interface Rules<T> extends Serializable {
  /** Accepted, or refused for the first rule that it breaks. */
  Verdict<T> judge(T value);

  /** The timestamp of an accepted value. */
  Instant timeOf(T value);

  /** True if the user of an accepted value is a placeholder and therefore identifies no user. */
  default boolean isOfPlaceholderUser(T value) {
    return false;
  }
}
