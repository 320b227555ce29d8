package dev.tally.io.kafka;

import com.google.auto.value.AutoValue;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.ProducerRecordCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Kafka topic with read-committed isolation and a reliable watermark (see {@link
 * WatermarkPolicy}), and writes to a topic exactly once.
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
  /** The maximum number of readers of a topic; each reader has two threads and two clients. */
  public static final int MAX_READERS = 32;

  private TopicIO() {}

  /** Returns a read of a whole topic; {@link TopicToRead#as} sets its element type. */
  public static TopicToRead read(KafkaCluster cluster, String topic, WatermarkPolicy watermarks) {
    return new TopicToRead(cluster, topic, watermarks);
  }

  /**
   * Returns a write to a whole topic.
   *
   * @param sinkGroup the sink group: the consumer group that stores the markers of the job's
   *     writers. A restored job must use the sink group of the job that it is restored from. A job
   *     that is started without a savepoint must use a new one, and writes everything again. With
   *     {@link OnOlderSavepoint#RECONCILE} it may use the old or a new one, and writes only what is
   *     new
   */
  public static Write write(
      KafkaCluster cluster, String topic, Delivery delivery, String sinkGroup) {
    return new AutoValue_TopicIO_Write(
        cluster, topic, delivery, sinkGroup, OnOlderSavepoint.REFUSE, null);
  }

  /** A topic to be read, whose element type is not set yet. */
  public record TopicToRead(KafkaCluster cluster, String topic, WatermarkPolicy watermarks) {
    /**
     * Returns a read with the given element type.
     *
     * @param records converts each record that is not a heartbeat to an element
     */
    public <T> Read<T> as(RecordFn<T> records, Coder<T> coder) {
      return new AutoValue_TopicIO_Read<>(cluster, topic, watermarks, records, coder, null, null);
    }
  }

  /**
   * Reads a topic, from its start or from a checkpoint of the runner.
   *
   * <p>Output: unbounded; each record once, with its broker time as timestamp; in log order within
   * a partition.
   *
   * <p>Partitions that are added to a live topic while it is read are read from their start, within
   * seconds. No partition may be added to any other topic. The number of readers is fixed when the
   * job is started without a savepoint: one per partition, at most {@value #MAX_READERS}.
   *
   * <p>State: a savepoint holds the names of the cluster and the topic, the topic's id, and the
   * progress in each partition. All other settings, client settings included, are those of the
   * running job.
   *
   * <p>Errors: the number of partitions is looked up when the pipeline is built. A missing topic or
   * an unreachable broker is an {@link IllegalArgumentException} whose message explains what to do.
   * While the job runs, it waits for a broker that does not respond. The job fails if the topic is
   * deleted and created again, or if the next records to read have been deleted.
   */
  @AutoValue
  public abstract static class Read<T> extends PTransform<PBegin, PCollection<T>> {
    private static final long serialVersionUID = 1L;

    abstract KafkaCluster cluster();

    abstract String topic();

    abstract WatermarkPolicy watermarks();

    abstract RecordFn<T> records();

    abstract Coder<T> coder();

    abstract @Nullable String monitoringGroup();

    abstract @Nullable Integer partitions();

    /**
     * Assumes this number of partitions instead of looking it up when the pipeline is built, for a
     * cluster that may be unreachable then. The number only determines the number of readers. The
     * readers wait until the cluster responds, and fail if {@link TopicInspector#unreadable} would
     * report a problem with the topic, or if it is not a live topic and has fewer partitions than
     * assumed. Default: the number is looked up.
     */
    public Read<T> withPartitionCount(int partitions) {
      return new AutoValue_TopicIO_Read<>(
          cluster(), topic(), watermarks(), records(), coder(), monitoringGroup(), partitions);
    }

    /**
     * Commits offsets to this consumer group at every checkpoint, with {@link CommittedTimes} as
     * metadata. They are for monitoring only: a restored job reads from the offsets of its
     * checkpoint. Default: no offsets are committed.
     */
    public Read<T> withMonitoringGroup(String monitoringGroup) {
      return new AutoValue_TopicIO_Read<>(
          cluster(), topic(), watermarks(), records(), coder(), monitoringGroup, partitions());
    }

    @Override
    public PCollection<T> expand(PBegin input) {
      ReadSettings<T> settings = settings();
      KafkaReads.add(input.getPipeline().getOptions(), settings);
      Integer assumed = partitions();
      int partitions = assumed != null ? assumed : TopicInspector.of(cluster()).partitions(topic());
      return input
          .apply(
              "Read",
              org.apache.beam.sdk.io.Read.from(new TopicSource<>(settings, partitions, coder())))
          .apply("Unpack", ParDo.of(new UnpackFn<>()))
          .setCoder(coder());
    }

    private ReadSettings<T> settings() {
      ReadSettings.Checked checked =
          partitions() == null
              ? ReadSettings.Checked.AT_LAUNCH
              : ReadSettings.Checked.BY_THE_READER;
      return new ReadSettings<>(
          cluster(), topic(), watermarks(), records(), monitoringGroup(), checked);
    }
  }

  /** Emits the records of a block, each with its own timestamp. */
  private static final class UnpackFn<T> extends DoFn<List<TimestampedValue<T>>, T> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element List<TimestampedValue<T>> block, OutputReceiver<T> out) {
      for (TimestampedValue<T> record : block) {
        out.outputWithTimestamp(record.getValue(), record.getTimestamp());
      }
    }
  }

  /**
   * Writes records to one topic, each with its key, value and timestamp.
   *
   * <p>Delivery: see {@link Delivery}. With {@link Delivery#EXACTLY_ONCE} the pipeline's watermark
   * is written too, see {@link Heartbeat}; with {@link Delivery#KAFKA_IO} headers are dropped.
   */
  @AutoValue
  public abstract static class Write
      extends PTransform<PCollection<ProducerRecord<byte[], byte[]>>, PDone> {
    private static final long serialVersionUID = 1L;

    abstract KafkaCluster cluster();

    abstract String topic();

    abstract Delivery delivery();

    abstract String sinkGroup();

    abstract OnOlderSavepoint onOlderSavepoint();

    abstract @Nullable RevisionFn revisions();

    /**
     * Sets what {@link Delivery#EXACTLY_ONCE} does when the job is restored from an older
     * savepoint. Default: {@link OnOlderSavepoint#REFUSE}.
     */
    public Write onOlderSavepoint(OnOlderSavepoint changed) {
      return new AutoValue_TopicIO_Write(
          cluster(), topic(), delivery(), sinkGroup(), changed, revisions());
    }

    /**
     * Sets the function that extracts facts and revisions from records, which {@link
     * OnOlderSavepoint#RECONCILE} requires. Default: none.
     */
    public Write withRevisions(RevisionFn changed) {
      return new AutoValue_TopicIO_Write(
          cluster(), topic(), delivery(), sinkGroup(), onOlderSavepoint(), changed);
    }

    @Override
    public PDone expand(PCollection<ProducerRecord<byte[], byte[]>> input) {
      if (onOlderSavepoint() == OnOlderSavepoint.RECONCILE && revisions() == null) {
        throw new IllegalArgumentException(
            "RECONCILE needs the fact and the revision of each record: set withRevisions(…).");
      }
      ReadBudget.addSink(input.getPipeline(), delivery());
      return delivery().keepsMarkers()
          ? input.apply("Write", new WriteExactlyOnce(this, partitions(), maxRecordBytes()))
          : input.apply("Write", kafkaIo());
    }

    private KafkaIO.WriteRecords<byte[], byte[]> kafkaIo() {
      KafkaIO.WriteRecords<byte[], byte[]> write =
          KafkaIO.<byte[], byte[]>writeRecords()
              .withBootstrapServers(cluster().bootstrapServers())
              .withTopic(topic())
              .withKeySerializer(ByteArraySerializer.class)
              .withValueSerializer(ByteArraySerializer.class)
              .withProducerConfigUpdates(
                  KafkaIoSettings.producerConfig(cluster(), maxRecordBytes()))
              .withConsumerFactoryFn(new KafkaIoSettings.MarkerConsumerFn(cluster()));
      return delivery() == Delivery.KAFKA_IO ? write.withEOS(partitions(), sinkGroup()) : write;
    }

    private int partitions() {
      return TopicInspector.of(cluster()).partitions(topic());
    }

    private int maxRecordBytes() {
      return TopicInspector.of(cluster()).maxRecordBytes(topic());
    }

    /**
     * Returns an upper bound of the record size in bytes that a topic must accept to store this
     * record.
     */
    public static int bytesOf(ProducerRecord<byte[], byte[]> record) {
      return AbstractRecords.estimateSizeInBytesUpperBound(
          RecordBatch.CURRENT_MAGIC_VALUE,
          CompressionType.NONE,
          record.key(),
          record.value(),
          record.headers().toArray());
    }

    /** Returns the coder of the records to be written. */
    public static Coder<ProducerRecord<byte[], byte[]>> recordCoder() {
      return ProducerRecordCoder.of(
          NullableCoder.of(ByteArrayCoder.of()), NullableCoder.of(ByteArrayCoder.of()));
    }
  }
}
