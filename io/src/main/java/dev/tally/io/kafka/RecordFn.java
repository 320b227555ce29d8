package dev.tally.io.kafka;

import java.io.Serializable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.joda.time.Instant;

/**
 * Makes an element of a Kafka record, inside the reader. It must take any bytes: what is wrong with
 * a record is for a later step to say. It stands in savepoints: let it be a named class with a
 * fixed {@code serialVersionUID}.
 */
@FunctionalInterface
public interface RecordFn<T> extends Serializable {
  /**
   * The element of a record.
   *
   * @param record as Kafka gave it; key and value may be null
   * @param brokerTime the replay-safe "now" of the record; also its element timestamp
   */
  T apply(ConsumerRecord<byte[], byte[]> record, Instant brokerTime);
}
