package dev.tally.io.pinot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Instant;

/** Makes a Kafka record of each row: JSON, keyed by the row's key, stamped with its time. */
final class SendRowFn extends DoFn<Row, ProducerRecord<byte[], byte[]>> {
  private static final long serialVersionUID = 1L;
  private final String topic;
  private final RowColumns columns;

  SendRowFn(String topic, RowColumns columns) {
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
    // Rows without a time of their own have the least that Beam knows, and Kafka knows none below
    // 0.
    long millis = Math.max(0, timestamp.getMillis());
    out.output(new ProducerRecord<>(topic, null, millis, key, value));
  }
}
