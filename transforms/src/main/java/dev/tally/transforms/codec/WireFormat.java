package dev.tally.transforms.codec;

import dev.tally.transforms.model.Verdict;
import java.io.Serializable;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a Kafka value is read.
 *
 * @param <T> what it holds
 */
@FunctionalInterface
interface WireFormat<T> extends Serializable {
  /**
   * What a value of at most {@code maxBytes} holds; no field is judged beyond its type. Nothing is
   * thrown for any bytes.
   */
  Verdict<T> decode(byte @Nullable [] value, int maxBytes, Instant brokerTime);
}
