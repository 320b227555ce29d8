package dev.tally.scenarios.chaos;

import dev.tally.io.kafka.RecordFn;
import dev.tally.io.kafka.TopicIO;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Instant;

/**
 * Counts how often each fact was seen.
 *
 * <p>Output: one record per input, with the fact's next revision and the broker time of the input.
 */
final class CountFacts
    extends PTransform<PCollection<KV<String, Long>>, PCollection<ProducerRecord<byte[], byte[]>>> {
  private static final long serialVersionUID = 1L;
  private final String topic;

  CountFacts(String topic) {
    this.topic = topic;
  }

  static KvCoder<String, Long> coder() {
    return KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
  }

  @Override
  public PCollection<ProducerRecord<byte[], byte[]>> expand(PCollection<KV<String, Long>> seen) {
    return seen.apply("Count", ParDo.of(new CountFn(topic))).setCoder(TopicIO.Write.recordCoder());
  }

  /** Converts a Kafka record to a fact and its broker time. */
  static final class FactFn implements RecordFn<KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    @Override
    public KV<String, Long> apply(ConsumerRecord<byte[], byte[]> record, Instant brokerTime) {
      return KV.of(new String(record.value(), StandardCharsets.UTF_8), brokerTime.getMillis());
    }
  }

  private static final class CountFn
      extends DoFn<KV<String, Long>, ProducerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    /** Per fact: how often it was seen, one long; never cleared. */
    private static final String COUNT = "count";

    @StateId(COUNT)
    private final StateSpec<ValueState<Long>> countSpec = StateSpecs.value(VarLongCoder.of());

    private final String topic;

    CountFn(String topic) {
      this.topic = topic;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Long> fact,
        @StateId(COUNT) ValueState<Long> count,
        OutputReceiver<ProducerRecord<byte[], byte[]>> out) {
      Long before = count.read();
      long now = before == null ? 1 : before + 1;
      count.write(now);
      out.output(
          new ProducerRecord<>(
              topic,
              null,
              fact.getValue(),
              fact.getKey().getBytes(StandardCharsets.UTF_8),
              Facts.encode(fact.getKey(), now)));
    }
  }
}
