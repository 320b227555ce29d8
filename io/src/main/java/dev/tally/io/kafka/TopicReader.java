package dev.tally.io.kafka;

import static java.util.stream.Collectors.toMap;

import dev.tally.io.kafka.PartitionFeed.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partitions of one split; {@link SplitClock} explains its watermark.
 *
 * <p>Output: blocks of records, those of a partition in log order, each with its broker time as
 * timestamp. The timestamp of a block is the earliest of its records. A runner does work for each
 * element of a source, such as updating all metrics, that costs more than decoding a record; with
 * blocks it does so once for many records. Heartbeats advance the watermark and are not emitted.
 *
 * <p>It never blocks, because a runner calls the readers of a subtask in turn.
 */
final class TopicReader<T> extends UnboundedReader<List<TimestampedValue<T>>> {
  /**
   * The Flink runner calls the readers of a subtask in turn, and combines the watermarks of only
   * those that it has called twice. Until the third call of this reader, another reader may not
   * have been called twice.
   */
  private static final int CALLS_BEFORE_OTHERS_COUNT = 3;

  private static final int BLOCK_RECORDS = 500;
  private static final long BLOCK_BYTES = 1 << 20;

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
  private List<TimestampedValue<T>> block = List.of();
  private long blockBytes;
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
    block = new ArrayList<>();
    blockBytes = 0;
    do {
      while (records.hasNext() && block.size() < BLOCK_RECORDS && blockBytes < BLOCK_BYTES) {
        if (budget.isUsedUp()) {
          return emitsBlock();
        }
        read(records.next());
      }
    } while (block.isEmpty() && nextBatch());
    return emitsBlock();
  }

  private boolean emitsBlock() {
    recordsRead.inc(block.size());
    if (block.isEmpty() && budget.isUsedUp()) {
      poller.reportWait(budget);
    }
    return !block.isEmpty();
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

  private void read(ConsumerRecord<byte[], byte[]> record) {
    PartitionClock partition = clock.partition(record.partition());
    OptionalLong heartbeat =
        partition.acceptsHeartbeats() ? Heartbeat.watermark(record) : OptionalLong.empty();
    if (heartbeat.isPresent()) {
      partition.heartbeat(record.offset(), record.timestamp(), heartbeat.getAsLong());
      heartbeatsRead.inc();
      return;
    }
    block.add(element(partition, record));
    long bytes = ReadBudget.size(record);
    blockBytes += bytes;
    budget.emit(bytes);
  }

  private TimestampedValue<T> element(
      PartitionClock partition, ConsumerRecord<byte[], byte[]> record) {
    if (plan.watermarks().needsLogAppendTime()
        && record.timestampType() != TimestampType.LOG_APPEND_TIME) {
      Instant last = Instant.ofEpochMilli(partition.withoutBrokerTime(record.offset()));
      return TimestampedValue.of(elements.withoutBrokerTime(record, last), last);
    }
    Instant time = Instant.ofEpochMilli(partition.record(record.offset(), record.timestamp()));
    return TimestampedValue.of(elements.apply(record, time), time);
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
  public List<TimestampedValue<T>> getCurrent() {
    if (block.isEmpty()) {
      throw new NoSuchElementException();
    }
    return block;
  }

  @Override
  public Instant getCurrentTimestamp() {
    return getCurrent().stream()
        .map(TimestampedValue::getTimestamp)
        .min(Comparator.naturalOrder())
        .orElseThrow();
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
  public UnboundedSource<List<TimestampedValue<T>>, TopicMark> getCurrentSource() {
    return source;
  }

  @Override
  public void close() {
    budget.close();
    poller.close();
  }
}
