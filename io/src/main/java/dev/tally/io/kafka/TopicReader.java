package dev.tally.io.kafka;

import static java.util.stream.Collectors.toMap;

import dev.tally.io.kafka.PartitionFeed.Batch;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partitions of one split; {@link SplitClock} explains its watermark.
 *
 * <p>Output: the records of a partition in log order, each with its broker time as timestamp.
 * Heartbeats advance the watermark and are not emitted.
 *
 * <p>It never blocks, because a runner calls the readers of a subtask in turn.
 */
final class TopicReader<T> extends UnboundedReader<T> {
  /**
   * The Flink runner calls the readers of a subtask in turn, and combines the watermarks of only
   * those that it has called twice. Until the third call of this reader, another reader may not
   * have been called twice.
   */
  private static final int CALLS_BEFORE_OTHERS_COUNT = 3;

  private final Counter recordsRead = Metrics.counter(TopicIO.class, "records_read");
  private final Counter heartbeatsRead = Metrics.counter(TopicIO.class, "heartbeats_read");
  private final Counter partitionsHeld = Metrics.counter(TopicIO.class, "partitions_held");

  private final TopicSplit<T> source;
  private final ReadPlan plan;
  private final RecordFn<T> elements;
  private final TopicPoller poller;
  private final ReadBudget budget;
  private final SplitClock clock;
  private Iterator<ConsumerRecord<byte[], byte[]>> records = Collections.emptyIterator();
  private @Nullable Batch batch;
  private @Nullable T current;
  private Instant currentTimestamp = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private int calls;
  private int held;

  TopicReader(
      TopicSplit<T> source,
      ReadPlan plan,
      RecordFn<T> elements,
      TopicPoller poller,
      ReadBudget budget) {
    this.source = source;
    this.plan = plan;
    this.elements = elements;
    this.poller = poller;
    this.budget = budget;
    this.clock = new SplitClock(plan.watermarks(), plan.share(), plan.from());
  }

  @Override
  public boolean start() throws IOException {
    poller.start();
    return advance();
  }

  @Override
  public boolean advance() throws IOException {
    calls = Math.min(calls + 1, CALLS_BEFORE_OTHERS_COUNT);
    current = null;
    do {
      while (records.hasNext()) {
        if (budget.isUsedUp()) {
          poller.reportWait(budget);
          return false;
        }
        if (emits(records.next())) {
          return true;
        }
      }
    } while (nextBatch());
    return false;
  }

  private boolean nextBatch() throws IOException {
    if (batch != null) {
      batch.positions().forEach((tp, offset) -> clock(tp).readThrough(offset));
      batch.ends().forEach((tp, end) -> clock(tp).lookup(end));
    }
    batch = poller.next();
    if (batch == null) {
      return false;
    }
    if (batch.topology() != null) {
      clock.topology(batch.topology());
    }
    partitionsHeld.inc(Math.max(0, batch.held() - held));
    held = batch.held();
    records = batch.records().iterator();
    return true;
  }

  private boolean emits(ConsumerRecord<byte[], byte[]> record) {
    PartitionClock partition = clock.partition(record.partition());
    OptionalLong heartbeat =
        partition.acceptsHeartbeats() ? Heartbeat.watermark(record) : OptionalLong.empty();
    if (heartbeat.isPresent()) {
      partition.heartbeat(record.offset(), record.timestamp(), heartbeat.getAsLong());
      heartbeatsRead.inc();
      return false;
    }
    current = element(partition, record);
    recordsRead.inc();
    budget.emit(ReadBudget.size(record));
    return true;
  }

  private T element(PartitionClock partition, ConsumerRecord<byte[], byte[]> record) {
    if (plan.watermarks().needsLogAppendTime()
        && record.timestampType() != TimestampType.LOG_APPEND_TIME) {
      currentTimestamp = Instant.ofEpochMilli(partition.withoutBrokerTime(record.offset()));
      return elements.withoutBrokerTime(record, currentTimestamp);
    }
    currentTimestamp = Instant.ofEpochMilli(partition.record(record.offset(), record.timestamp()));
    return elements.apply(record, currentTimestamp);
  }

  private PartitionClock clock(TopicPartition partition) {
    return clock.partition(partition.partition());
  }

  @Override
  public Instant getWatermark() {
    return calls < CALLS_BEFORE_OTHERS_COUNT
        ? BoundedWindow.TIMESTAMP_MIN_VALUE
        : Instant.ofEpochMilli(clock.watermark());
  }

  @Override
  public T getCurrent() {
    if (current == null) {
      throw new NoSuchElementException();
    }
    return current;
  }

  @Override
  public Instant getCurrentTimestamp() {
    return currentTimestamp;
  }

  @Override
  public TopicMark getCheckpointMark() {
    long emitted = budget.emitted();
    return new TopicMark(
        clock.topicId(),
        clock.topicPartitions(),
        clock.progress(),
        mark -> completed(mark, emitted));
  }

  private void completed(TopicMark mark, long emitted) {
    budget.release(emitted);
    if (plan.read().monitoringGroup() != null) {
      poller.commitSoon(
          mark.partitions().stream()
              .filter(p -> p.nextOffset() >= 0)
              .collect(
                  toMap(
                      p -> new TopicPartition(plan.topic(), p.partition()),
                      p -> new OffsetAndMetadata(p.nextOffset(), CommittedTimes.of(p).encode()))));
    }
  }

  @Override
  public UnboundedSource<T, TopicMark> getCurrentSource() {
    return source;
  }

  @Override
  public void close() {
    budget.close();
    poller.close();
  }
}
