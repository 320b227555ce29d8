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
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A partition in Kafka, with one producer per slot that is in use. */
final class KafkaTwoPhaseLog implements TwoPhaseLog {
  private final TwoPhaseSettings settings;
  private final Admin admin;
  private final TopicPartition partition;
  private final TopicIdentity topic;
  private final SinkGroupMarkers markers;
  private final ShardFence fence;
  private final PartitionRead read;
  private final @Nullable KafkaProducer<byte[], byte[]>[] producers;
  private @Nullable KafkaProducer<byte[], byte[]> producer;
  private @Nullable Future<RecordMetadata> last;
  private long end;

  @SuppressWarnings({"unchecked", "rawtypes"})
  KafkaTwoPhaseLog(TwoPhaseSettings settings, Admin admin, int partition, TopicIdentity topic) {
    String sinkGroup = settings.write().sinkGroup();
    this.settings = settings;
    this.admin = admin;
    this.partition = new TopicPartition(settings.write().topic(), partition);
    this.topic = topic;
    this.markers = new SinkGroupMarkers(admin, sinkGroup);
    this.fence = new ShardFence(admin, sinkGroup, partition);
    this.read = new PartitionRead(settings.write().cluster(), sinkGroup, this.partition);
    this.producers = new KafkaProducer[SLOTS];
  }

  @Override
  public Uuid topicId() {
    return topic.id();
  }

  @Override
  public CommitMarker markerBeforeFence() {
    return markers.of(partition, topic);
  }

  @Override
  public CommitMarker marker() {
    return markers.ofFenced(partition, topic);
  }

  @Override
  public boolean commitPrepared(PreparedTransaction transaction) {
    return ResumedTransaction.commit(
        settings.producerConfig(fence.slotId(transaction.slot())),
        new ProducerIdentity(transaction.producerId(), transaction.producerEpoch()));
  }

  @Override
  public void fence(List<PreparedTransaction> prepared, long committedBelow) {
    fence.acquire();
    Set<Long> ids = new HashSet<>(fence.producerIds());
    ids.addAll(markers.producers(partition));
    prepared.forEach(transaction -> ids.add(transaction.producerId()));
    new HangingTransactions(admin, settings.write().sinkGroup(), partition, fence)
        .abort(ids, committedBelow, this::marker);
  }

  @Override
  public long end() {
    try {
      end =
          admin
              .listOffsets(Map.of(partition, OffsetSpec.latest()))
              .partitionResult(partition)
              .get()
              .offset();
      return end;
    } catch (ExecutionException e) {
      throw new KafkaException("The end of " + partition + " is unknown", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void begin(int slot) {
    KafkaProducer<byte[], byte[]> next = producers[slot];
    if (next == null) {
      next = open(slot);
      producers[slot] = next;
    } else {
      ProducerEpoch.raise(next);
    }
    next.beginTransaction();
    producer = next;
  }

  /** Initializes the slot first: a writer that acquires the partition later fences it too. */
  private KafkaProducer<byte[], byte[]> open(int slot) {
    Map<String, Object> config = settings.producerConfig(fence.slotId(slot));
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, settings.transactionMillis());
    KafkaProducer<byte[], byte[]> opened =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      opened.initTransactions();
      fence.check();
      return opened;
    } catch (RuntimeException e) {
      opened.close(Duration.ZERO);
      throw e;
    }
  }

  @Override
  public int send(RecordBatch recordBatch, ShardLog.Filter filter) {
    int[] sent = {0};
    recordBatch.forEach(
        partition.topic(),
        partition.partition(),
        record -> {
          if (filter.accepts(record)) {
            send(record);
            sent[0]++;
          }
        });
    return sent[0];
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    last = writing().send(record);
  }

  private KafkaProducer<byte[], byte[]> writing() {
    return Objects.requireNonNull(producer, "No transaction is open");
  }

  @Override
  public void heartbeat(long watermark) {
    send(Heartbeat.record(partition.topic(), partition.partition(), watermark, watermark));
  }

  @Override
  public Copied copy(PreparedTransaction aborted, ShardLog.Filter filter) {
    int[] counts = {0, 0};
    read.forEach(
        PartitionRead.Records.ALL,
        aborted.from(),
        aborted.to(),
        found -> {
          counts[0]++;
          ProducerRecord<byte[], byte[]> record = again(found);
          if (Heartbeat.watermark(found).isPresent() || filter.accepts(record)) {
            send(record);
            counts[1]++;
          }
        });
    return new Copied(counts[0], counts[1]);
  }

  private ProducerRecord<byte[], byte[]> again(ConsumerRecord<byte[], byte[]> found) {
    return new ProducerRecord<>(
        partition.topic(),
        partition.partition(),
        found.timestamp(),
        found.key(),
        found.value(),
        found.headers());
  }

  @Override
  public long flush() {
    writing().flush();
    Future<RecordMetadata> sent = last;
    if (sent != null) {
      end = Math.max(end, offsetOf(sent) + 1);
      last = null;
    }
    return end;
  }

  private static long offsetOf(Future<RecordMetadata> sent) {
    try {
      return sent.get().offset();
    } catch (ExecutionException e) {
      throw new KafkaException("The broker did not accept a record", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static KafkaException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new KafkaException("Interrupted", e);
  }

  @Override
  public ProducerIdentity prepare(CommitMarker marker) {
    KafkaProducer<byte[], byte[]> prepared = writing();
    OffsetAndMetadata offset =
        new OffsetAndMetadata(marker.tip().count(), marker.writtenBy(producerIds()).encode());
    prepared.sendOffsetsToTransaction(
        Map.of(partition, offset), new ConsumerGroupMetadata(settings.write().sinkGroup()));
    producer = null;
    return ResumedTransaction.identity(prepared);
  }

  /** A slot that is not open keeps the producer id that it had when it was fenced. */
  private Set<Long> producerIds() {
    Set<Long> ids = new HashSet<>(fence.producerIds());
    for (KafkaProducer<byte[], byte[]> opened : producers) {
      if (opened != null) {
        ids.add(ResumedTransaction.identity(opened).id());
      }
    }
    return ids;
  }

  @Override
  public void commit(int slot) {
    Objects.requireNonNull(producers[slot]).commitTransaction();
  }

  @Override
  public int committedRecords(long from, long to) {
    int[] found = {0};
    read.forEach(PartitionRead.Records.COMMITTED, from, to, record -> found[0]++);
    return found[0];
  }

  @Override
  public void readBack(long offset, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    read.forEach(PartitionRead.Records.COMMITTED, offset, end(), each);
  }

  /** A producer aborts its transaction while it closes, unless it has no time for it. */
  @Override
  public void close(Duration atMost) {
    for (KafkaProducer<byte[], byte[]> opened : producers) {
      if (opened != null) {
        opened.close(opened == producer ? atMost : Duration.ZERO);
      }
    }
  }
}
