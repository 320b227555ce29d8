package dev.tally.pipelines.ports;

import dev.tally.io.kafka.TopicIO;
import dev.tally.transforms.model.DeadLetter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes dead letters. The payload is omitted if the record would exceed the topic's size limit.
 */
final class ToDeadLetters extends PTransform<PCollection<DeadLetter>, PDone> {
  private static final long serialVersionUID = 1L;
  private final TopicIO.Write write;
  private final String topic;
  private final int maxRecordBytes;

  ToDeadLetters(TopicIO.Write write, String topic, int maxRecordBytes) {
    this.write = write;
    this.topic = topic;
    this.maxRecordBytes = maxRecordBytes;
  }

  @Override
  public PDone expand(PCollection<DeadLetter> letters) {
    String to = topic;
    int maxBytes = maxRecordBytes;
    return letters
        .apply(
            "Encode",
            MapElements.into(new TypeDescriptor<ProducerRecord<byte[], byte[]>>() {})
                .via(letter -> TopicWrites.deadLetter(to, maxBytes, letter)))
        .setCoder(TopicIO.Write.recordCoder())
        .apply("Send", write);
  }
}
