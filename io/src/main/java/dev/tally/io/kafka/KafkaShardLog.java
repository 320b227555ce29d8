package dev.tally.io.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A shard in Kafka, written by a producer of its own. The marker is the metadata of the offset that
 * the sink group has committed for the partition. A {@link ProducerEpoch} is used for one
 * transaction only.
 */
final class KafkaShardLog implements ShardLog {
  private final PartitionRead read;
  private final TopicPartition partition;
  private final String sinkGroup;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Uuid topicId;
  private final CommitMarker marker;
  private long end;
  private @Nullable Future<RecordMetadata> last;
  private boolean epochUsed;

  private KafkaShardLog(
      KafkaCluster cluster,
      TopicPartition partition,
      String sinkGroup,
      KafkaProducer<byte[], byte[]> producer,
      TopicIdentity topic) {
    this.partition = partition;
    this.sinkGroup = sinkGroup;
    this.producer = producer;
    this.topicId = topic.id();
    this.read = new PartitionRead(cluster, sinkGroup, partition);
    try (Admin admin = cluster.admin()) {
      this.marker = marker(admin, topic);
    }
    try (KafkaConsumer<byte[], byte[]> consumer = read.consumer(PartitionRead.Records.ALL)) {
      this.end = end(consumer);
    }
  }

  /** Fences the previous writer of a partition and thereby aborts its open transaction. */
  static KafkaShardLog acquire(
      TopicIO.Write write, int partition, int maxRecordBytes, TopicIdentity topic) {
    String sinkGroup = write.sinkGroup();
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            producerConfig(write.cluster(), sinkGroup + "-" + partition, maxRecordBytes),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    try {
      producer.initTransactions();
      return new KafkaShardLog(
          write.cluster(),
          new TopicPartition(write.topic(), partition),
          sinkGroup,
          producer,
          topic);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private static Map<String, Object> producerConfig(
      KafkaCluster cluster, String id, int maxRecordBytes) {
    Map<String, Object> config = ProducerLimits.of(cluster, maxRecordBytes);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, SinkSettings.transactionMillis(cluster));
    config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.putIfAbsent(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
    return config;
  }

  /**
   * Reads the marker. The previous writer has already been fenced, so the marker can no longer
   * change. Markers of a deleted topic do not apply to a new topic of the same name.
   */
  private CommitMarker marker(Admin admin, TopicIdentity topic) {
    SinkGroupMarkers markers = new SinkGroupMarkers(admin, sinkGroup);
    TwoPhaseLog.ProducerIdentity own = ResumedTransaction.identity(producer);
    Set<Long> ids = new HashSet<>(markers.producers(partition));
    ids.add(own.id());
    ShardFence fence = new ShardFence(admin, sinkGroup, partition.partition());
    fence.adopt(own);
    new HangingTransactions(admin, sinkGroup, partition, fence)
        .abort(ids, 0, () -> markers.ofFenced(partition, topic));
    return markers.ofFenced(partition, topic);
  }

  private long end(KafkaConsumer<byte[], byte[]> consumer) {
    return Objects.requireNonNull(consumer.endOffsets(Set.of(partition)).get(partition));
  }

  @Override
  public Uuid topicId() {
    return topicId;
  }

  @Override
  public CommitMarker marker() {
    return marker;
  }

  @Override
  public long end() {
    return end;
  }

  /**
   * Each transaction has a producer epoch of its own. Otherwise a request that ends one transaction
   * and reaches a broker late could end the next one, whose marker is not written yet.
   */
  @Override
  public void begin() {
    if (epochUsed) {
      ProducerEpoch.raise(producer);
    }
    epochUsed = true;
    producer.beginTransaction();
  }

  @Override
  public void send(RecordBatch recordBatch, Filter filter) {
    recordBatch.forEach(
        partition.topic(),
        partition.partition(),
        record -> {
          if (filter.accepts(record)) {
            last = producer.send(record);
          }
        });
  }

  @Override
  public void heartbeat(long watermark) {
    last =
        producer.send(
            Heartbeat.record(partition.topic(), partition.partition(), watermark, watermark));
  }

  @Override
  public long flush() {
    producer.flush();
    Future<RecordMetadata> sent = last;
    if (sent != null) {
      end = Math.max(end, offsetOf(sent) + 1);
      last = null;
    }
    return end;
  }

  @Override
  public void commit(CommitMarker next) {
    OffsetAndMetadata offset =
        new OffsetAndMetadata(
            next.tip().count(),
            next.writtenBy(List.of(ResumedTransaction.identity(producer).id())).encode());
    producer.sendOffsetsToTransaction(
        Map.of(partition, offset), new ConsumerGroupMetadata(sinkGroup));
    producer.commitTransaction(); // Throws if the broker did not accept a record.
    flush();
  }

  private static long offsetOf(Future<RecordMetadata> sent) {
    try {
      return sent.get().offset();
    } catch (ExecutionException e) {
      throw new KafkaException("The broker did not accept a record", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted", e);
    }
  }

  @Override
  public void readBack(long offset, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    read.forEach(PartitionRead.Records.COMMITTED, offset, end, each);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
