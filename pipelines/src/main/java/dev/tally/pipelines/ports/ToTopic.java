package dev.tally.pipelines.ports;

import dev.tally.io.kafka.TopicIO;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes a Kafka record of each element and writes it. */
public final class ToTopic<T> extends PTransform<PCollection<T>, PDone> {
  private static final long serialVersionUID = 1L;
  private final TopicIO.Write write;
  private final SerializableFunction<T, ProducerRecord<byte[], byte[]>> record;

  public ToTopic(
      TopicIO.Write write, SerializableFunction<T, ProducerRecord<byte[], byte[]>> record) {
    this.write = write;
    this.record = record;
  }

  @Override
  public PDone expand(PCollection<T> input) {
    return input
        .apply(
            "Encode",
            MapElements.into(new TypeDescriptor<ProducerRecord<byte[], byte[]>>() {}).via(record))
        .setCoder(TopicIO.Write.recordCoder())
        .apply("Send", write);
  }
}
