package dev.tally.bench;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.TopicIO;
import java.io.IOException;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Deduplicate;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Counts ad events by ad and minute with the parts of Beam's SDK only: {@code KafkaIO}, {@code
 * Deduplicate}, a combine in fixed windows and {@code KafkaIO.withEOS}, with schemas as coders. It
 * accepts the same events as {@link FlinkCounting}, runs with the settings of Tally's jobs, and
 * writes no accepted events.
 */
final class BeamCounting {
  private static final Duration EXPECTED_DELAY = Duration.standardSeconds(10);
  private static final Duration MAX_EVENT_AGE = Duration.millis(EventDecoder.MAX_EVENT_AGE);

  private BeamCounting() {}

  /** Runs the job until this JVM ends. */
  static void run(CountingSettings settings) {
    JobSettings job =
        new JobSettings(settings.directory(), CountingSettings.CHECKPOINTS, 0, settings.backend());
    Pipeline pipeline = Pipeline.create(job.options(settings.run()));
    PCollection<RowOfCount> counts =
        pipeline
            .apply("ReadAdEvents", read(settings))
            .apply("DecodeAdEvents", ParDo.of(new DecodeFn()))
            .apply(
                "DropDuplicates",
                Deduplicate.<RowOfEvent, String>withRepresentativeValueFn(event -> event.id)
                    .withRepresentativeCoder(StringUtf8Coder.of())
                    .withDuration(MAX_EVENT_AGE))
            .apply("ToCounts", ParDo.of(new ToCountFn()))
            .apply("EventTime", eventTime())
            .apply("Minutes", minutes())
            .apply(
                "KeyByAd",
                WithKeys.<String, RowOfCount>of(c -> c.key).withKeyType(TypeDescriptors.strings()))
            .apply("Sum", Combine.perKey(new SumFn()))
            .apply("Counts", Values.create());
    String topic = settings.metricsTopic();
    counts
        .apply("Encode", ParDo.of(new EncodeFn(topic)))
        .setCoder(TopicIO.Write.recordCoder())
        .apply(
            "WriteAdMetrics",
            TopicIO.write(settings.kafka(), topic, Delivery.KAFKA_IO, settings.run()));
    pipeline.run().waitUntilFinish();
  }

  private static KafkaIO.Read<byte[], byte[]> read(CountingSettings settings) {
    return KafkaIO.<byte[], byte[]>read()
        .withBootstrapServers(settings.bootstrapServers())
        .withTopic(settings.rawTopic())
        .withKeyDeserializer(ByteArrayDeserializer.class)
        .withValueDeserializer(ByteArrayDeserializer.class)
        .withConsumerConfigUpdates(Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"))
        .withReadCommitted()
        .withCreateTime(EXPECTED_DELAY);
  }

  @SuppressWarnings("deprecation") // Events are older than their records.
  private static WithTimestamps<RowOfCount> eventTime() {
    return WithTimestamps.<RowOfCount>of(count -> Instant.ofEpochMilli(count.minute))
        .withAllowedTimestampSkew(MAX_EVENT_AGE.multipliedBy(2));
  }

  private static Window<RowOfCount> minutes() {
    Trigger.OnceTrigger early =
        AfterProcessingTime.pastFirstElementInPane()
            .plusDelayOf(Duration.millis(CountingSettings.EARLY_PANE.toMillis()));
    return Window.<RowOfCount>into(FixedWindows.of(Duration.millis(CountMinutesFunction.MINUTE)))
        .triggering(AfterWatermark.pastEndOfWindow().withEarlyFirings(early).withLateFirings(early))
        .withAllowedLateness(MAX_EVENT_AGE)
        .accumulatingFiredPanes();
  }

  private static final class DecodeFn extends DoFn<KafkaRecord<byte[], byte[]>, RowOfEvent> {
    private static final long serialVersionUID = 1L;
    private final EventDecoder decoder = new EventDecoder(false);

    @ProcessElement
    public void process(@Element KafkaRecord<byte[], byte[]> record, OutputReceiver<RowOfEvent> out)
        throws IOException {
      RowOfEvent event = new RowOfEvent();
      byte[] value = record.getKV().getValue();
      if (value != null && decoder.decode(value, record.getTimestamp(), event)) {
        out.output(event);
      }
    }
  }

  private static final class ToCountFn extends DoFn<RowOfEvent, RowOfCount> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element RowOfEvent event, OutputReceiver<RowOfCount> out) {
      out.output(RowOfCount.of(event));
    }
  }

  private static final class SumFn extends Combine.CombineFn<RowOfCount, RowOfCount, RowOfCount> {
    private static final long serialVersionUID = 1L;

    @Override
    public RowOfCount createAccumulator() {
      RowOfCount none = new RowOfCount();
      none.key = "";
      return none;
    }

    @Override
    public RowOfCount addInput(RowOfCount sum, RowOfCount count) {
      sum.key = count.key;
      sum.minute = count.minute;
      sum.add(count);
      return sum;
    }

    @Override
    public RowOfCount mergeAccumulators(Iterable<RowOfCount> sums) {
      RowOfCount all = createAccumulator();
      for (RowOfCount sum : sums) {
        if (!sum.key.isEmpty()) {
          addInput(all, sum);
        }
      }
      return all;
    }

    @Override
    public RowOfCount extractOutput(RowOfCount sum) {
      return sum;
    }
  }

  private static final class EncodeFn extends DoFn<RowOfCount, ProducerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;
    private final String topic;

    EncodeFn(String topic) {
      this.topic = topic;
    }

    @ProcessElement
    public void process(
        @Element RowOfCount count, OutputReceiver<ProducerRecord<byte[], byte[]>> out) {
      out.output(CountRecords.ofCounts(topic, count));
    }
  }
}
