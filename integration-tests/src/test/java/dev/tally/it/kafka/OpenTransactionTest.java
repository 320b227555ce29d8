package dev.tally.it.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.TopicIO;
import dev.tally.it.Servers;
import dev.tally.operations.TallyTopics;
import dev.tally.runners.JobCancellation;
import dev.tally.runners.RunnerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writer dies in all partitions at once, in each between storing the commit marker and
 * committing. One subtask takes over the partitions one by one, and must not wait for those that it
 * has not yet taken over.
 */
@Tag("integration")
class OpenTransactionTest {
  /**
   * Longer than the Kafka client's own timeout for the marker, 60 s, after which the job would
   * fail.
   */
  private static final Duration DEADLINE = Duration.ofSeconds(100);

  private static final int PARTITIONS = 3;

  /** The contents of the topic are compared up to this number. */
  private static final long NUMBERS = 300;

  @TempDir private Path dir;
  private KafkaCluster cluster;
  private String topic;
  private List<Producer<byte[], byte[]>> dead;

  private static final class RecordOfFn extends DoFn<Long, ProducerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;
    private final String topic;

    RecordOfFn(String topic) {
      this.topic = topic;
    }

    @ProcessElement
    public void process(
        @Element Long number, OutputReceiver<ProducerRecord<byte[], byte[]>> records) {
      byte[] text = number.toString().getBytes(UTF_8);
      records.output(new ProducerRecord<>(topic, null, number, text, text));
    }
  }

  @BeforeEach
  void leavesATransactionOpenInEachPartition() throws Exception {
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    topic = "open-transaction-" + UUID.randomUUID();
    TallyTopics.create(cluster, List.of(TallyTopics.raw(topic, PARTITIONS, true)));
    dead = IntStream.range(0, PARTITIONS).mapToObj(this::writerInTheMiddle).toList();
    for (Producer<byte[], byte[]> writer : dead) {
      writer.flush();
    }
  }

  @AfterEach
  void closesTheDead() {
    dead.forEach(writer -> writer.close(Duration.ZERO));
  }

  private Producer<byte[], byte[]> writerInTheMiddle(int partition) {
    Map<String, Object> config = new HashMap<>(cluster.producerConfig());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic + "-" + partition);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 300_000);
    Producer<byte[], byte[]> writer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    writer.initTransactions();
    writer.beginTransaction();
    writer.send(new ProducerRecord<>(topic, partition, null, "never committed".getBytes(UTF_8)));
    writer.sendOffsetsToTransaction(
        Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(1, "no marker")),
        new ConsumerGroupMetadata(topic));
    return writer;
  }

  @Test
  void doesNotBlockTheWriterThatTakesOver_norDoItsRecordsAppear() throws Exception {
    PipelineResult job = run();
    List<Written> written = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            cluster.consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(topic, p)).toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      await()
          .atMost(DEADLINE)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> add(record, written));
                return partitionsPast(NUMBERS, written) == PARTITIONS;
              });
    } finally {
      JobCancellation.cancel(job);
    }
    assertThat(written.stream().filter(record -> !record.isAfter(NUMBERS)))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, NUMBERS).mapToObj(Written::ofNumber).toList());
  }

  /** A committed record of the topic. */
  private record Written(int partition, long timestamp, @Nullable String key, String value) {

    static Written ofNumber(long number) {
      String text = String.valueOf(number);
      int partition = Utils.toPositive(Utils.murmur2(text.getBytes(UTF_8))) % PARTITIONS;
      return new Written(partition, number, text, text);
    }

    boolean isAfter(long numbers) {
      return key != null && Long.parseLong(key) >= numbers;
    }
  }

  /** Adds a record, unless it is a heartbeat. */
  private static void add(ConsumerRecord<byte[], byte[]> record, List<Written> written) {
    if (record.value() != null) {
      String key = record.key() == null ? null : new String(record.key(), UTF_8);
      String value = new String(record.value(), UTF_8);
      written.add(new Written(record.partition(), record.timestamp(), key, value));
    }
  }

  /** A partition contains all its records of the numbers when it contains a later one. */
  private static long partitionsPast(long numbers, List<Written> written) {
    return written.stream()
        .filter(record -> record.isAfter(numbers))
        .map(Written::partition)
        .distinct()
        .count();
  }

  private PipelineResult run() throws Exception {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs("--parallelism=1", "--checkpointingInterval=500").create();
    options.setRunner(RunnerSettings.defaultRunner());
    RunnerSettings.complete(options, dir, Servers.freePort());
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(
            "Numbers",
            GenerateSequence.from(0).withRate(100, org.joda.time.Duration.standardSeconds(1)))
        .apply("Records", ParDo.of(new RecordOfFn(topic)))
        .setCoder(TopicIO.Write.recordCoder())
        .apply("Write", TopicIO.write(cluster, topic, Delivery.EXACTLY_ONCE, topic));
    return pipeline.run();
  }
}
