package dev.tally.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.ProducerRecordCoder;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.apache.beam.sdk.schemas.NoSuchSchemaException;
import org.apache.beam.sdk.schemas.SchemaRegistry;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Deduplicate;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Counts ad events by ad and minute with the parts of Beam's SDK: the source of {@code KafkaIO},
 * {@code Deduplicate}, {@code Combine.perKey} in windows of a minute with early and late panes, and
 * {@code KafkaIO.withEOS}. Only the decoder, the coders and the combine function are written for
 * this job.
 *
 * <p>It writes the same records as {@link FlinkCounting}, but not the accepted events: with a
 * transaction per record, {@code KafkaIO.withEOS} would need most of an hour for a million of them.
 */
final class BeamCounting {
  private static final Duration EXPECTED_DELAY = Duration.standardSeconds(10);
  private static final Duration MAX_EVENT_AGE = Duration.millis(EventDecoder.MAX_EVENT_AGE);
  private static final Duration EARLY_PANE =
      Duration.millis(CountingSettings.EARLY_PANE.toMillis());

  private BeamCounting() {}

  /** Runs the job until this JVM ends. */
  static void run(CountingSettings settings) {
    JobSettings job =
        new JobSettings(settings.directory(), CountingSettings.CHECKPOINTS, 0, settings.backend());
    FlinkPipelineOptions options = job.options(settings.run());
    options.setParallelism(settings.parallelism());
    // The source as an UnboundedSource: faster here than as a splittable DoFn.
    ExperimentalOptions.addExperiment(options.as(ExperimentalOptions.class), "use_deprecated_read");
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline, settings);
    pipeline.run().waitUntilFinish();
  }

  private static void build(Pipeline pipeline, CountingSettings settings) {
    pipeline
        .apply("ReadAdEvents", source(settings))
        .apply("DecodeAdEvents", ParDo.of(new DecodeFn()))
        .setCoder(byId(pojo(EventPojo.class)))
        .apply(
            "DropDuplicates",
            Deduplicate.<String, EventPojo>keyedValues().withDuration(MAX_EVENT_AGE))
        .apply("KeyByAdAndMinute", ParDo.of(new KeyByAdAndMinuteFn()))
        .setCoder(byId(pojo(CountPojo.class)))
        .apply("Minutes", minutes())
        .apply("CountByMinute", Combine.perKey(new AddCountsFn()))
        .apply("EncodeAdMetrics", ParDo.of(new EncodeFn(settings.metricsTopic())))
        .setCoder(ProducerRecordCoder.of(ByteArrayCoder.of(), ByteArrayCoder.of()))
        .apply("WriteAdMetrics", sink(settings));
  }

  private static <T> Coder<KV<String, T>> byId(Coder<T> values) {
    return KvCoder.of(StringUtf8Coder.of(), values);
  }

  private static <T> Coder<T> pojo(Class<T> type) {
    SchemaRegistry schemas = SchemaRegistry.createDefault();
    schemas.registerPOJO(type);
    try {
      return schemas.getSchemaCoder(type);
    } catch (NoSuchSchemaException e) {
      throw new IllegalStateException("was registered just now", e);
    }
  }

  private static KafkaIO.Read<byte[], byte[]> source(CountingSettings settings) {
    Map<String, Object> consumer = new HashMap<>(settings.kafka().consumerConfig());
    consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return KafkaIO.readBytes()
        .withBootstrapServers(settings.bootstrapServers())
        .withTopic(settings.rawTopic())
        .withConsumerConfigUpdates(consumer)
        .withCreateTime(EXPECTED_DELAY);
  }

  private static Window<KV<String, CountPojo>> minutes() {
    AfterProcessingTime pane = AfterProcessingTime.pastFirstElementInPane().plusDelayOf(EARLY_PANE);
    return Window.<KV<String, CountPojo>>into(FixedWindows.of(Duration.standardMinutes(1)))
        .triggering(AfterWatermark.pastEndOfWindow().withEarlyFirings(pane).withLateFirings(pane))
        .withAllowedLateness(MAX_EVENT_AGE)
        .accumulatingFiredPanes();
  }

  private static KafkaIO.WriteRecords<byte[], byte[]> sink(CountingSettings settings) {
    Map<String, Object> producer = new HashMap<>(settings.kafka().producerConfig());
    // One transaction per record: with the default backoff each would last 50 ms.
    producer.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 1);
    producer.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 1);
    return KafkaIO.<byte[], byte[]>writeRecords()
        .withBootstrapServers(settings.bootstrapServers())
        .withTopic(settings.metricsTopic())
        .withKeySerializer(ByteArraySerializer.class)
        .withValueSerializer(ByteArraySerializer.class)
        .withProducerConfigUpdates(producer)
        .withEOS(OutputTopic.PARTITIONS, settings.run());
  }

  /** Decodes and cleanses with the decoder of the job for Flink. */
  private static final class DecodeFn
      extends DoFn<KafkaRecord<byte[], byte[]>, KV<String, EventPojo>> {
    private static final long serialVersionUID = 1L;

    private final EventDecoder decoder = new EventDecoder(false);

    @ProcessElement
    public void process(
        @Element KafkaRecord<byte[], byte[]> record, OutputReceiver<KV<String, EventPojo>> out)
        throws IOException {
      byte[] value = record.getKV().getValue();
      EventPojo event = new EventPojo();
      if (value != null && decoder.decode(value, record.getTimestamp(), event)) {
        out.output(KV.of(event.id, event));
      }
    }
  }

  /** Moves each event to its own time. */
  private static final class KeyByAdAndMinuteFn
      extends DoFn<KV<String, EventPojo>, KV<String, CountPojo>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<String, EventPojo> event, OutputReceiver<KV<String, CountPojo>> out) {
      CountPojo counts = CountPojo.of(event.getValue());
      out.outputWithTimestamp(
          KV.of(counts.key, counts), Instant.ofEpochMilli(event.getValue().time));
    }

    @Override
    @Deprecated
    public Duration getAllowedTimestampSkew() {
      return MAX_EVENT_AGE;
    }
  }

  private static final class AddCountsFn extends Combine.BinaryCombineFn<CountPojo> {
    private static final long serialVersionUID = 1L;

    @Override
    public CountPojo apply(CountPojo left, CountPojo right) {
      CountPojo sum = new CountPojo();
      sum.key = left.key;
      sum.minute = left.minute;
      sum.add(left);
      sum.add(right);
      return sum;
    }
  }

  private static final class EncodeFn
      extends DoFn<KV<String, CountPojo>, ProducerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    private final String topic;

    private EncodeFn(String topic) {
      this.topic = topic;
    }

    @ProcessElement
    public void process(
        @Element KV<String, CountPojo> counts, OutputReceiver<ProducerRecord<byte[], byte[]>> out) {
      // A pane at the end of a minute may be empty.
      if (counts.getValue() != null) {
        out.output(CountRecords.ofCounts(topic, counts.getValue()));
      }
    }
  }
}
