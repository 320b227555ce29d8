package dev.tally.io.pinot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Converts each row to a Kafka record in JSON, keyed by the row's key. The record has the timestamp
 * of the row if the row has one.
 */
final class EncodeRowFn extends DoFn<Row, ProducerRecord<byte[], byte[]>> {
  private static final long serialVersionUID = 1L;
  private final String topic;
  private final RowColumns columns;

  EncodeRowFn(String topic, RowColumns columns) {
    this.topic = topic;
    this.columns = columns;
  }

  @ProcessElement
  public void process(
      @Element Row row,
      @Timestamp Instant timestamp,
      OutputReceiver<ProducerRecord<byte[], byte[]>> out)
      throws JsonProcessingException {
    byte[] key = columns.key(row).getBytes(UTF_8);
    byte[] value = TableJson.MAPPER.writeValueAsBytes(columns.values(row));
    out.output(new ProducerRecord<>(topic, null, kafkaTime(timestamp), key, value));
  }

  /**
   * Returns the timestamp of the record in epoch ms, or null if the row has no timestamp of its
   * own; then Kafka uses the time of sending. A row has no timestamp of its own if it has Beam's
   * minimum, as after a {@code Create}, or the end of the global window, as after a {@code
   * GroupByKey} in it. With these timestamps Kafka would delete the record at once, or never. A
   * timestamp before 1970 is not used either, because Kafka cannot store it.
   */
  static @Nullable Long kafkaTime(Instant timestamp) {
    boolean own =
        timestamp.getMillis() > 0 && timestamp.isBefore(GlobalWindow.INSTANCE.maxTimestamp());
    return own ? timestamp.getMillis() : null;
  }
}
