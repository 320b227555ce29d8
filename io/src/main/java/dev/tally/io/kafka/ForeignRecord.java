package dev.tally.io.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record that another program than the job of the topic has written, for example a restatement.
 * It has a header, by which the job's sink recognizes it: the sink does not count it or copy it
 * when it reads its own transactions back. Readers of the topic process it like any other record.
 */
public final class ForeignRecord {
  private static final String HEADER = "tally-foreign";
  private static final byte[] EMPTY = {};

  private ForeignRecord() {}

  /** Marks a record that is not written by the sink of a job; returns the same record. */
  public static <K, V> ProducerRecord<K, V> mark(ProducerRecord<K, V> record) {
    record.headers().add(HEADER, EMPTY);
    return record;
  }

  static boolean isMarked(ConsumerRecord<?, ?> record) {
    return record.headers().lastHeader(HEADER) != null;
  }
}
