package dev.tally.io.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a topic exactly once, in one Kafka transaction per partition and checkpoint.
 * Each transaction also commits a {@link CommitMarker}, by which a replay recognizes what was
 * already written.
 *
 * <p>Output: the records of a key in order, with headers and timestamps. They become visible to
 * read-committed readers when the checkpoint that holds them completes. After them, the job's
 * watermark is written to every partition as a {@link Heartbeat}.
 *
 * <p>State: a {@link ShardState} per partition, 49 bytes. With RECONCILE, after a restore from an
 * older savepoint, also 24 bytes per fact that is already in the topic, until the job reaches its
 * revision again.
 *
 * <p>Delivery: exactly once on a runner with stable input that replays a checkpoint's records as
 * one bundle (Flink), even from an older savepoint if it is reconciled.
 */
final class WriteExactlyOnce
    extends PTransform<PCollection<ProducerRecord<byte[], byte[]>>, PDone> {
  private static final long serialVersionUID = 1L;
  private final TopicIO.Write write;
  private final int partitions;
  private final int maxRecordBytes;

  WriteExactlyOnce(TopicIO.Write write, int partitions, int maxRecordBytes) {
    this.write = write;
    this.partitions = partitions;
    this.maxRecordBytes = maxRecordBytes;
  }

  @Override
  public PDone expand(PCollection<ProducerRecord<byte[], byte[]>> records) {
    ProducerEpoch.requireSupportedClient();
    PCollection<KV<Integer, RecordBatch>> packed =
        records.apply("Pack", new PackByPartition(partitions));
    if (write.delivery() == Delivery.TWO_PHASE) {
      return packed.apply(
          "CommitInTwoPhases",
          new CommitInTwoPhases(new TwoPhaseSettings(write, partitions, maxRecordBytes)));
    }
    packed
        .apply("EmitHeartbeats", new EmitHeartbeats(partitions))
        .apply("Commit", ParDo.of(new CommitFn(write, partitions, maxRecordBytes)));
    return PDone.in(records.getPipeline());
  }

  static final class CommitFn extends DoFn<KV<Integer, RecordBatch>, Void> {
    private static final long serialVersionUID = 1L;

    /** Per partition: the position that the shard has reached; never cleared. */
    private static final String SHARD = "shard";

    /**
     * Per partition: the highest revisions of the facts that an abandoned run has written. A fact
     * is removed as soon as this run reaches its revision.
     */
    private static final String RECONCILE = "reconcile";

    /**
     * The size of one transaction of a large commit batch: a few seconds of work, so that readers
     * are not delayed for long.
     */
    private static final long PART_BYTES = 64 << 20;

    private final Counter committed = Metrics.counter(TopicIO.class, "transactions_committed");
    private final Counter skipped = Metrics.counter(TopicIO.class, "batches_skipped");

    @StateId(SHARD)
    private final StateSpec<ValueState<ShardState>> shardSpec =
        StateSpecs.value(new ShardState.StateCoder());

    @StateId(RECONCILE)
    private final StateSpec<MapState<FactFingerprint, Long>> reconcileSpec =
        StateSpecs.map(new FactFingerprint.FactFingerprintCoder(), BigEndianLongCoder.of());

    private final TopicIO.Write write;
    private final int partitions;
    private final int maxRecordBytes;
    private transient Map<Integer, ShardWriter> writers;
    private transient @Nullable ShardWriter writing;
    private transient @Nullable TopicLookup lookup;
    private transient @Nullable TopicIdentity topic;

    CommitFn(TopicIO.Write write, int partitions, int maxRecordBytes) {
      this.write = write;
      this.partitions = partitions;
      this.maxRecordBytes = maxRecordBytes;
      this.writers = new HashMap<>();
    }

    /**
     * Waits for brokers that do not respond. Without the wait, an outage would make the flush after
     * each checkpoint fail, and every such failure makes the checkpointed state grow
     * (docs/kafka-sink.md).
     */
    @Setup
    public void setup() {
      writers = new HashMap<>();
      BrokerAvailability.await(write.cluster(), write.topic(), write.sinkGroup());
    }

    @RequiresStableInput
    @ProcessElement
    public void process(
        @Element KV<Integer, RecordBatch> recordBatch,
        @StateId(SHARD) ValueState<ShardState> shard,
        @StateId(RECONCILE) MapState<FactFingerprint, Long> facts) {
      if (writing == null) {
        lookUpTopic();
      }
      ShardWriter writer = writers.computeIfAbsent(recordBatch.getKey(), this::open);
      if (writing != writer) {
        commit(); // No transaction may be open while another shard is written or read back.
        writing = writer;
      }
      ShardState found = shard.read();
      ShardState state = found == null ? ShardState.START : found;
      ReconcileState reconcile =
          new ReconcileState(new MapStateStore(facts), write.revisions(), state.factsLeft());
      if (!writer.inBatch()) {
        writer.begin(state, reconcile);
      }
      shard.write(writer.add(recordBatch.getValue(), reconcile));
    }

    /**
     * Commits the last shard of the bundle: a runner passes the shards of a checkpoint one after
     * another.
     */
    @FinishBundle
    public void commit() {
      ShardWriter writer = writing;
      if (writer != null) {
        (writer.commit() ? committed : skipped).inc();
        writing = null;
      }
    }

    @Teardown
    public void close() {
      writers.values().forEach(ShardWriter::close);
      writers.clear();
      if (lookup != null) {
        lookup.close();
        lookup = null;
      }
    }

    /**
     * Called at the start of a bundle. Closes all writers if the topic was deleted and created
     * again. A topic that got more partitions since the launch is written as before, so no key
     * moves.
     */
    private void lookUpTopic() {
      if (lookup == null) {
        lookup = new TopicLookup(write.cluster(), write.topic());
      }
      Uuid now = lookup.id();
      if (topic == null || !topic.id().equals(now)) {
        writers.values().forEach(ShardWriter::close);
        writers.clear();
        topic = new TopicIdentity(now, partitions);
      }
    }

    private ShardWriter open(int partition) {
      return new ShardWriter(
          write.topic(),
          KafkaShardLog.acquire(write, partition, maxRecordBytes, Objects.requireNonNull(topic)),
          write.onOlderSavepoint(),
          PART_BYTES);
    }
  }

  private record MapStateStore(MapState<FactFingerprint, Long> state)
      implements ReconcileState.Store {
    @Override
    public @Nullable Long get(FactFingerprint fact) {
      return state.get(fact).read();
    }

    @Override
    public void put(FactFingerprint fact, long order) {
      state.put(fact, order);
    }

    @Override
    public void remove(FactFingerprint fact) {
      state.remove(fact);
    }

    @Override
    public void clear() {
      state.clear();
    }
  }
}
