package dev.tally.io.kafka;

import java.io.Serializable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.joda.time.Instant;

/**
 * Makes an element of a Kafka record, inside the reader. It must accept any bytes: a later step
 * decides what is wrong with a record.
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

  /**
   * The element of a record of a live topic that the broker did not stamp: its timestamp is the
   * producer's own, from before the topic was {@code LogAppendTime}. By default it is an element
   * like any other.
   *
   * @param lastBrokerTime the latest broker time read in the partition before it, or the epoch;
   *     also its element timestamp
   */
  default T withoutBrokerTime(ConsumerRecord<byte[], byte[]> record, Instant lastBrokerTime) {
    return apply(record, lastBrokerTime);
  }
}
