package dev.tally.io.kafka;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A heartbeat is a record with a null value and the header {@code tally-heartbeat}, which contains
 * a watermark as 8 bytes, big endian, in epoch milliseconds. It promises the readers of its
 * partition that no later record has a broker time below the watermark.
 */
public final class Heartbeat {
  /** The name of the header that marks a heartbeat. */
  public static final String HEADER = "tally-heartbeat";

  private Heartbeat() {}

  /**
   * Creates a heartbeat.
   *
   * @param timestamp the Kafka timestamp, epoch ms
   * @param watermark epoch ms
   */
  public static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, long timestamp, long watermark) {
    byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(watermark).array();
    return new ProducerRecord<>(
        topic, partition, timestamp, null, null, List.of(new RecordHeader(HEADER, value)));
  }

  /** Returns the watermark of a heartbeat in epoch ms; empty for any other record. */
  public static OptionalLong watermark(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() != null) {
      return OptionalLong.empty();
    }
    Header header = record.headers().lastHeader(HEADER);
    return header == null || header.value() == null || header.value().length != Long.BYTES
        ? OptionalLong.empty()
        : OptionalLong.of(ByteBuffer.wrap(header.value()).getLong());
  }
}
