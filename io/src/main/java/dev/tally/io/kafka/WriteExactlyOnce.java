package dev.tally.io.kafka;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
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

/**
 * Writes records to a topic exactly once: one Kafka transaction a partition and checkpoint, with a
 * {@link Marker} of what it holds.
 *
 * <p>Output: the records of a key in their order, with headers and timestamps; visible to committed
 * readers when the checkpoint that holds them completes.
 *
 * <p>State: a {@link Position} a partition, 17 bytes.
 *
 * <p>Delivery: exactly once on a runner with stable input that repeats a checkpoint's records as
 * one bundle (Flink). A restore from an older savepoint is refused, not served wrongly.
 */
final class WriteExactlyOnce
    extends PTransform<PCollection<ProducerRecord<byte[], byte[]>>, PDone> {
  private static final long serialVersionUID = 1L;
  private final KafkaCluster cluster;
  private final String topic;
  private final String group;
  private final int partitions;

  WriteExactlyOnce(KafkaCluster cluster, String topic, String group, int partitions) {
    this.cluster = cluster;
    this.topic = topic;
    this.group = group;
    this.partitions = partitions;
  }

  @Override
  public PDone expand(PCollection<ProducerRecord<byte[], byte[]>> records) {
    int shards = partitions;
    records
        .apply("Global", Window.into(new GlobalWindows()))
        .apply(
            "KeyByPartition",
            WithKeys.<Integer, ProducerRecord<byte[], byte[]>>of(r -> partition(r, shards))
                .withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), TopicIO.Write.recordCoder()))
        .apply("Commit", ParDo.of(new CommitFn(cluster, topic, group, partitions)));
    return PDone.in(records.getPipeline());
  }

  /** As Kafka's default partitioner; a record without a key goes by its value. */
  static int partition(ProducerRecord<byte[], byte[]> record, int partitions) {
    byte[] by = record.key() != null ? record.key() : record.value();
    return by == null ? 0 : Utils.toPositive(Utils.murmur2(by)) % partitions;
  }

  static final class CommitFn extends DoFn<KV<Integer, ProducerRecord<byte[], byte[]>>, Void> {
    private static final long serialVersionUID = 1L;

    /** Per partition: how far its sequence of records has come; never cleared. */
    private static final String POSITION = "position";

    /** A batch is committed in one go; this only bounds one that hangs. */
    private static final int TRANSACTION_MILLIS = 300_000;

    private static final int MAX_REQUEST_BYTES = 20 << 20;

    private final Counter committed = Metrics.counter(TopicIO.class, "transactions_committed");
    private final Counter skipped = Metrics.counter(TopicIO.class, "batches_skipped");

    @StateId(POSITION)
    private final StateSpec<ValueState<Position>> positionSpec =
        StateSpecs.value(new Position.PositionCoder());

    private final KafkaCluster cluster;
    private final String topic;
    private final String group;
    private final int partitions;
    private transient Map<Integer, ShardWriter> writers;

    CommitFn(KafkaCluster cluster, String topic, String group, int partitions) {
      this.cluster = cluster;
      this.topic = topic;
      this.group = group;
      this.partitions = partitions;
      this.writers = new LinkedHashMap<>();
    }

    @Setup
    public void setup() {
      writers = new LinkedHashMap<>();
    }

    @RequiresStableInput
    @ProcessElement
    public void process(
        @Element KV<Integer, ProducerRecord<byte[], byte[]>> record,
        @StateId(POSITION) ValueState<Position> position) {
      ShardWriter writer = writers.computeIfAbsent(record.getKey(), this::open);
      if (!writer.inBatch()) {
        Position start = position.read();
        writer.begin(start == null ? Position.START : start);
      }
      position.write(writer.add(record.getValue()));
    }

    @FinishBundle
    public void commit() {
      for (ShardWriter writer : writers.values()) {
        if (writer.inBatch()) {
          (writer.commit() ? committed : skipped).inc();
        }
      }
    }

    @Teardown
    public void close() {
      writers.values().forEach(ShardWriter::close);
      writers.clear();
    }

    private ShardWriter open(int shard) {
      TopicPartition partition = new TopicPartition(topic, shard);
      Map<String, Object> config = new HashMap<>(cluster.producerConfig());
      config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group + "-" + shard);
      config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
      config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
      Producer<byte[], byte[]> producer =
          new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
      try {
        producer.initTransactions();
        return new ShardWriter(partition, group, producer, marker(partition));
      } catch (RuntimeException e) {
        producer.close(java.time.Duration.ZERO);
        throw e;
      }
    }

    /**
     * Reads the group's markers, all of them: a new partition's own would not tell of the others.
     */
    private Marker marker(TopicPartition partition) {
      Map<String, Object> config = new HashMap<>(cluster.consumerConfig());
      config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
      Set<TopicPartition> all =
          IntStream.range(0, partitions)
              .mapToObj(p -> new TopicPartition(topic, p))
              .collect(Collectors.toSet());
      try (Consumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all);
        committed.values().stream()
            .filter(Objects::nonNull)
            .forEach(found -> Marker.parse(found.metadata()).require(topic, partitions));
        OffsetAndMetadata found = committed.get(partition);
        return found == null ? Marker.none(partitions) : Marker.parse(found.metadata());
      }
    }
  }
}
