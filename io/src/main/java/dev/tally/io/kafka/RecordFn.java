package dev.tally.io.kafka;

import java.io.Serializable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.joda.time.Instant;

/**
 * Converts a Kafka record to an element, inside the reader. It must accept any bytes: a later step
 * decides whether a record is valid.
 */
@FunctionalInterface
public interface RecordFn<T> extends Serializable {
  /**
   * Returns the element of a record.
   *
   * @param record as received from Kafka; key and value may be null
   * @param brokerTime the replay-safe "now" of the record; also its element timestamp
   */
  T apply(ConsumerRecord<byte[], byte[]> record, Instant brokerTime);

  /**
   * Returns the element of a record of a live topic that has no broker timestamp: it was written
   * before the topic became {@code LogAppendTime}, and its timestamp is the producer's. Default: it
   * is converted like any other record.
   *
   * @param lastBrokerTime the latest broker time read in the partition before it, or the epoch;
   *     also its element timestamp
   */
  default T withoutBrokerTime(ConsumerRecord<byte[], byte[]> record, Instant lastBrokerTime) {
    return apply(record, lastBrokerTime);
  }
}
