package dev.tally.transforms.codec;

import dev.tally.transforms.model.Verdict;
import java.io.Serializable;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code WireFormat} decodes Kafka values.
 *
 * @param <T> the type of the decoded values
 */
@FunctionalInterface
interface WireFormat<T> extends Serializable {
  /**
   * Decodes a value of at most {@code maxBytes}. Fields are checked for their JSON type, not for
   * their values. No input makes this method throw.
   */
  Verdict<T> decode(byte @Nullable [] value, int maxBytes, Instant brokerTime);
}
