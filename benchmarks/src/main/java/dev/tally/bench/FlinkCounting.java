package dev.tally.bench;

import dev.tally.io.kafka.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.beam.runners.flink.FlinkExecutionEnvironments;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Counts ad events by ad and minute as one would write it for Flink: Kafka source, one pass over
 * the JSON, state by event id, counts by ad and minute, and exactly-once Kafka sinks.
 *
 * <p>The job uses the environment that Beam's runner creates from the settings of Tally's jobs,
 * with object reuse: nothing is copied between chained steps. It writes no dead letters, does not
 * distinguish conflicting copies from other copies, and can run in one region only.
 */
final class FlinkCounting {
  private static final Duration EXPECTED_DELAY = Duration.ofSeconds(10);

  /**
   * The client settings with which {@link Throughput} measures Flink's sink, without the maximum
   * size of a request.
   */
  private static final Map<String, String> PRODUCER =
      Map.of(
          ProducerConfig.BATCH_SIZE_CONFIG,
          String.valueOf(256 << 10),
          ProducerConfig.LINGER_MS_CONFIG,
          "5",
          ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
          "300000");

  private FlinkCounting() {}

  /** Runs the job until this JVM ends. */
  static void run(CountingSettings settings) throws Exception {
    JobSettings job =
        new JobSettings(settings.directory(), CountingSettings.CHECKPOINTS, 0, settings.backend());
    FlinkPipelineOptions options = job.options(settings.run());
    options.setParallelism(settings.parallelism());
    StreamExecutionEnvironment flink =
        FlinkExecutionEnvironments.createStreamExecutionEnvironment(
            options, List.of(), options.getFlinkConfDir());
    flink.getConfig().enableObjectReuse();
    build(flink, settings);
    flink.execute(settings.run());
  }

  private static void build(StreamExecutionEnvironment flink, CountingSettings settings) {
    SingleOutputStreamOperator<EventPojo> accepted =
        flink
            .fromSource(
                source(settings),
                WatermarkStrategy.forBoundedOutOfOrderness(EXPECTED_DELAY),
                "ReadAdEvents")
            .filter(event -> !event.isHeartbeat())
            .keyBy(event -> event.id, Types.STRING)
            .process(new FirstCopyFunction())
            .returns(Types.POJO(EventPojo.class))
            .name("DropDuplicates");
    if (settings.writesCleanEvents()) {
      String topic = settings.cleanTopic();
      accepted.sinkTo(
          sink(settings, topic, (event, context, time) -> CountRecords.ofEvent(topic, event)));
    }
    String topic = settings.metricsTopic();
    accepted
        .map(CountPojo::of)
        .returns(Types.POJO(CountPojo.class))
        .keyBy(count -> count.key, Types.STRING)
        .process(new CountMinutesFunction())
        .returns(Types.POJO(CountPojo.class))
        .name("CountByMinute")
        .sinkTo(
            sink(settings, topic, (count, context, time) -> CountRecords.ofCounts(topic, count)));
  }

  private static KafkaSource<EventPojo> source(CountingSettings settings) {
    return KafkaSource.<EventPojo>builder()
        .setProperties(properties(settings.kafka().consumerConfig()))
        .setTopics(settings.rawTopic())
        .setGroupId(settings.run())
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(new EventDecoder(settings.writesCleanEvents()))
        .build();
  }

  private static <T> KafkaSink<T> sink(
      CountingSettings settings, String topic, KafkaRecordSerializationSchema<T> records) {
    KafkaCluster kafka = settings.kafka().withSettings(PRODUCER);
    Properties client = properties(kafka.producerConfig());
    return KafkaSink.<T>builder()
        .setBootstrapServers(settings.bootstrapServers())
        .setKafkaProducerConfig(client)
        .setRecordSerializer(records)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(topic)
        .build();
  }

  private static Properties properties(Map<String, Object> config) {
    Properties properties = new Properties();
    config.forEach((key, value) -> properties.setProperty(key, value.toString()));
    return properties;
  }
}
