package dev.tally.runners.twophase;

import dev.tally.io.kafka.TwoPhaseWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.flink.adapter.FlinkKey;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes record batches to Kafka in two phases: Flink's checkpoint prepares the transactions, and
 * the notification of its completion commits them. It owns the partitions whose keys Flink assigns
 * to its subtask, also those that receive no records.
 *
 * <p>State: per partition the bytes of {@link TwoPhaseWriter#prepare}, about 100 bytes, never
 * cleared; with RECONCILE also 24 bytes per fact that the job has not reached yet.
 */
public final class TwoPhaseOperator extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<WindowedValue<KV<Integer, Object>>, Void> {
  private static final long serialVersionUID = 1L;

  /** Per partition: what the last checkpoint contains. */
  private static final String SHARD = "shard";

  /** Per partition: the revisions that an abandoned run has written; see RECONCILE. */
  private static final String FACTS = "facts";

  private final TwoPhaseWriter.Factory writers;
  private final Coder<Integer> keys;
  private final int partitions;
  private transient @Nullable TwoPhaseWriter writer;
  private transient ValueState<byte[]> shard;
  private transient MapState<Tuple2<Long, Long>, Long> facts;
  private transient Counter committed;
  private transient long watermark;

  /**
   * Creates an operator.
   *
   * @param keys encodes a partition as its key
   * @param partitions the number of partitions of the topic
   */
  @SuppressWarnings("NullAway.Init") // Flink calls initializeState before any other method.
  public TwoPhaseOperator(TwoPhaseWriter.Factory writers, Coder<Integer> keys, int partitions) {
    this.writers = writers;
    this.keys = keys;
    this.partitions = partitions;
    this.chainingStrategy = ChainingStrategy.ALWAYS;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    watermark = Long.MIN_VALUE;
    committed = getMetricGroup().counter("transactions_committed");
    shard =
        context
            .getKeyedStateStore()
            .getState(
                new ValueStateDescriptor<>(
                    SHARD, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    facts =
        context
            .getKeyedStateStore()
            .getMapState(
                new MapStateDescriptor<>(FACTS, Types.TUPLE(Types.LONG, Types.LONG), Types.LONG));
    TwoPhaseWriter opened = writers.open(System::nanoTime);
    writer = opened;
    for (int partition : ownPartitions()) {
      setCurrentKey(key(partition));
      opened.restore(partition, shard.value(), new FlinkFacts(facts));
    }
  }

  private FlinkKey key(int partition) {
    return FlinkKey.of(partition, keys);
  }

  private List<Integer> ownPartitions() {
    int groups = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    KeyGroupRange own =
        KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
            groups,
            getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks(),
            getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    List<Integer> found = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      if (own.contains(KeyGroupRangeAssignment.assignToKeyGroup(key(partition), groups))) {
        found.add(partition);
      }
    }
    return found;
  }

  private TwoPhaseWriter writer() {
    if (writer == null) {
      throw new IllegalStateException("The operator is closed");
    }
    return writer;
  }

  @Override
  public void processElement(StreamRecord<WindowedValue<KV<Integer, Object>>> element) {
    KV<Integer, Object> recordBatch = element.getValue().getValue();
    writer().write(recordBatch.getKey(), recordBatch.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    watermark = mark.getTimestamp();
    super.processWatermark(mark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    writer().prepare(context.getCheckpointId(), watermark, this::keep);
  }

  private void keep(int partition, byte[] state) {
    setCurrentKey(key(partition));
    try {
      shard.update(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    committed.inc(writer().confirmed(checkpointId));
  }

  @Override
  public void close() throws Exception {
    if (writer != null) {
      writer.close();
      writer = null;
    }
    super.close();
  }
}
