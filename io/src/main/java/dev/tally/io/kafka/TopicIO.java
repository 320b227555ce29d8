package dev.tally.io.kafka;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.ProducerRecordCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Kafka topic committed, with a watermark that holds (see {@link WatermarkPolicy}), and
 * writes one exactly once.
 *
 * <pre>{@code
 * PCollection<String> lines =
 *     pipeline.apply(
 *         "Lines",
 *         TopicIO.read(cluster, "lines", WatermarkPolicy.live(Duration.standardSeconds(10)))
 *             .as(new LineFn(), StringUtf8Coder.of()));
 * }</pre>
 */
public final class TopicIO {
  /** The largest number of readers of a topic; each has two threads and two clients. */
  public static final int MAX_READERS = 32;

  private TopicIO() {}

  /** A read of a whole topic; {@link TopicToRead#as} says what of. */
  public static TopicToRead read(KafkaCluster cluster, String topic, WatermarkPolicy watermarks) {
    return new TopicToRead(cluster, topic, watermarks);
  }

  /**
   * A write of a whole topic.
   *
   * @param writer names the writer: the group that keeps its markers. A restore needs the one of
   *     the job that it restores. A start from nothing needs a new one, and writes all again; under
   *     {@link OnOlderSavepoint#RECONCILE} either will do, and only what is new is written
   */
  public static Write write(KafkaCluster cluster, String topic, Delivery delivery, String writer) {
    return new AutoValue_TopicIO_Write(
        cluster, topic, delivery, writer, OnOlderSavepoint.REFUSE, null);
  }

  /** A topic and its watermark. */
  public record TopicToRead(KafkaCluster cluster, String topic, WatermarkPolicy watermarks) {
    /**
     * Reads elements of the given kind.
     *
     * @param records makes an element of each record that is no heartbeat
     */
    public <T> Read<T> as(RecordFn<T> records, Coder<T> coder) {
      return new AutoValue_TopicIO_Read<>(cluster, topic, watermarks, records, coder, null, null);
    }
  }

  /**
   * A read of a topic, from its start or from a checkpoint of the runner.
   *
   * <p>Output: unbounded; each record once, stamped with its broker time; in log order within a
   * partition.
   *
   * <p>Partitions that are added to a live topic while it is read are read from their start, within
   * seconds; to any other topic none may be added. The number of readers is fixed when the job is
   * started from nothing: one per partition, at most {@value #MAX_READERS}.
   *
   * <p>State: a savepoint holds the names of cluster and topic, the topic's id, and the progress in
   * each partition. Everything else, the client settings included, is that of the running job.
   *
   * <p>Errors: the topic's partitions are looked up when the pipeline is built; a missing topic or
   * an unreachable broker is an {@link IllegalArgumentException} that says what to do. A broker
   * that does not answer while the job runs is waited for. The job fails if the topic is deleted
   * and created again, or if the next records to read are no longer kept.
   */
  @AutoValue
  public abstract static class Read<T> extends PTransform<PBegin, PCollection<T>> {
    private static final long serialVersionUID = 1L;

    abstract KafkaCluster cluster();

    abstract String topic();

    abstract WatermarkPolicy watermarks();

    abstract RecordFn<T> records();

    abstract Coder<T> coder();

    abstract @Nullable String group();

    abstract @Nullable Integer partitions();

    /**
     * Assumes this number of partitions instead of asking when the pipeline is built, for a cluster
     * that may not answer then. It decides the number of readers only. They wait until the cluster
     * answers, and fail if the topic is not what {@link Topics#unreadable} asks for.
     */
    public Read<T> taking(int partitions) {
      return new AutoValue_TopicIO_Read<>(
          cluster(), topic(), watermarks(), records(), coder(), group(), partitions);
    }

    /**
     * Commits offsets to this consumer group at every checkpoint, with {@link CommittedTimes}, for
     * monitoring only: a restored job reads from the offsets of its checkpoint.
     */
    public Read<T> committingTo(String group) {
      return new AutoValue_TopicIO_Read<>(
          cluster(), topic(), watermarks(), records(), coder(), group, partitions());
    }

    @Override
    public PCollection<T> expand(PBegin input) {
      ReadSettings<T> settings = settings();
      KafkaReads.add(input.getPipeline().getOptions(), settings);
      Integer assumed = partitions();
      int partitions = assumed != null ? assumed : Topics.of(cluster()).partitions(topic());
      return input.apply(
          "Read",
          org.apache.beam.sdk.io.Read.from(new TopicSource<>(settings, partitions, coder())));
    }

    private ReadSettings<T> settings() {
      ReadSettings.Checked checked =
          partitions() == null
              ? ReadSettings.Checked.AT_LAUNCH
              : ReadSettings.Checked.BY_THE_READER;
      return new ReadSettings<>(cluster(), topic(), watermarks(), records(), group(), checked);
    }
  }

  /**
   * A write of records to one topic, each with its key, value and timestamp.
   *
   * <p>Delivery: as {@link Delivery} says. With {@link Delivery#EXACTLY_ONCE} the pipeline's
   * watermark is written too, see {@link Heartbeat}; with {@link Delivery#KAFKA_IO} headers are
   * dropped.
   */
  @AutoValue
  public abstract static class Write
      extends PTransform<PCollection<ProducerRecord<byte[], byte[]>>, PDone> {
    private static final long serialVersionUID = 1L;

    abstract KafkaCluster cluster();

    abstract String topic();

    abstract Delivery delivery();

    abstract String writer();

    abstract OnOlderSavepoint onOlderSavepoint();

    abstract @Nullable RevisionFn revisions();

    /**
     * With what {@link Delivery#EXACTLY_ONCE} does after a restore from an older savepoint; {@link
     * OnOlderSavepoint#REFUSE} if not said.
     */
    public Write onOlderSavepoint(OnOlderSavepoint changed) {
      return new AutoValue_TopicIO_Write(
          cluster(), topic(), delivery(), writer(), changed, revisions());
    }

    /** With the facts and revisions that records state, for {@link OnOlderSavepoint#RECONCILE}. */
    public Write withRevisions(RevisionFn changed) {
      return new AutoValue_TopicIO_Write(
          cluster(), topic(), delivery(), writer(), onOlderSavepoint(), changed);
    }

    @Override
    public PDone expand(PCollection<ProducerRecord<byte[], byte[]>> input) {
      if (onOlderSavepoint() == OnOlderSavepoint.RECONCILE && revisions() == null) {
        throw new IllegalArgumentException(
            "RECONCILE must know which fact a record states: give withRevisions(…).");
      }
      return delivery() == Delivery.EXACTLY_ONCE
          ? input.apply("Write", new WriteExactlyOnce(this, partitions(), maxRecordBytes()))
          : input.apply("Write", stock());
    }

    private KafkaIO.WriteRecords<byte[], byte[]> stock() {
      KafkaIO.WriteRecords<byte[], byte[]> write =
          KafkaIO.<byte[], byte[]>writeRecords()
              .withBootstrapServers(cluster().bootstrapServers())
              .withTopic(topic())
              .withKeySerializer(ByteArraySerializer.class)
              .withValueSerializer(ByteArraySerializer.class)
              .withProducerConfigUpdates(StockSink.producerConfig(cluster(), maxRecordBytes()))
              .withConsumerFactoryFn(new StockSink.MarkerConsumerFn(cluster()));
      return delivery() == Delivery.KAFKA_IO ? write.withEOS(partitions(), writer()) : write;
    }

    private int partitions() {
      return Topics.of(cluster()).partitions(topic());
    }

    private int maxRecordBytes() {
      return Topics.of(cluster()).maxRecordBytes(topic());
    }

    /** How many bytes a topic must accept as one record to hold this one: an upper bound. */
    public static int bytesOf(ProducerRecord<byte[], byte[]> record) {
      return AbstractRecords.estimateSizeInBytesUpperBound(
          RecordBatch.CURRENT_MAGIC_VALUE,
          CompressionType.NONE,
          record.key(),
          record.value(),
          record.headers().toArray());
    }

    /** The coder of what is written. */
    public static Coder<ProducerRecord<byte[], byte[]>> recordCoder() {
      return ProducerRecordCoder.of(
          NullableCoder.of(ByteArrayCoder.of()), NullableCoder.of(ByteArrayCoder.of()));
    }
  }
}
