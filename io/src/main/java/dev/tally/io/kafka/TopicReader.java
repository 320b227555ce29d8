package dev.tally.io.kafka;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads some partitions of a topic; its watermark is the least of theirs.
 *
 * <p>Output: the records of a partition in log order, each stamped with its broker time. Heartbeats
 * are taken in and not passed on.
 */
final class TopicReader<T> extends UnboundedReader<T> {
  /**
   * The Flink runner combines the watermarks of those readers of a subtask that have been asked
   * twice, and asks them in turn: until our third call another reader may not have a say yet.
   */
  private static final int CALLS_BEFORE_OTHERS_COUNT = 3;

  private final Counter recordsRead = Metrics.counter(TopicIO.class, "records_read");
  private final Counter heartbeatsRead = Metrics.counter(TopicIO.class, "heartbeats_read");

  private final TopicSource<T> source;
  private final TopicPoller poller;
  private final Map<Integer, PartitionClock> clocks = new TreeMap<>();
  private Iterator<ConsumerRecord<byte[], byte[]>> records = Collections.emptyIterator();
  private TopicPoller.@Nullable Batch batch;
  private @Nullable T current;
  private Instant currentTimestamp = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private int calls;

  TopicReader(TopicSource<T> source, TopicMark mark, TopicPoller poller) {
    this.source = source;
    this.poller = poller;
    mark.partitions()
        .forEach(p -> clocks.put(p.partition(), new PartitionClock(source.watermarks(), p)));
  }

  @Override
  public boolean start() throws IOException {
    poller.start();
    return advance();
  }

  @Override
  public boolean advance() throws IOException {
    calls = Math.min(calls + 1, CALLS_BEFORE_OTHERS_COUNT);
    do {
      while (records.hasNext()) {
        if (take(records.next())) {
          return true;
        }
      }
    } while (nextBatch());
    current = null;
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
    records = batch.records().iterator();
    return true;
  }

  private boolean take(ConsumerRecord<byte[], byte[]> record) {
    PartitionClock clock = clock(record.partition());
    OptionalLong heartbeat =
        clock.takesHeartbeats() ? Heartbeat.watermark(record) : OptionalLong.empty();
    if (heartbeat.isPresent()) {
      clock.heartbeat(record.offset(), record.timestamp(), heartbeat.getAsLong());
      heartbeatsRead.inc();
      return false;
    }
    currentTimestamp = Instant.ofEpochMilli(clock.record(record.offset(), record.timestamp()));
    current = source.records().apply(record, currentTimestamp);
    recordsRead.inc();
    return true;
  }

  private PartitionClock clock(TopicPartition partition) {
    return clock(partition.partition());
  }

  private PartitionClock clock(int partition) {
    PartitionClock clock = clocks.get(partition);
    if (clock == null) {
      throw new IllegalStateException("Partition %d is not read here".formatted(partition));
    }
    return clock;
  }

  @Override
  public Instant getWatermark() {
    return calls < CALLS_BEFORE_OTHERS_COUNT
        ? BoundedWindow.TIMESTAMP_MIN_VALUE
        : Instant.ofEpochMilli(
            clocks.values().stream().mapToLong(PartitionClock::watermark).min().orElseThrow());
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
    return TopicMark.of(
        clocks.values().stream().map(PartitionClock::progress).toList(), this::commit);
  }

  private void commit(TopicMark mark) {
    if (source.group() != null) {
      poller.commitSoon(
          mark.partitions().stream()
              .filter(p -> p.nextOffset() >= 0)
              .collect(
                  toMap(
                      p -> new TopicPartition(source.topic(), p.partition()),
                      p -> new OffsetAndMetadata(p.nextOffset(), CommittedTimes.of(p).encode()))));
    }
  }

  @Override
  public UnboundedSource<T, TopicMark> getCurrentSource() {
    return source;
  }

  @Override
  public void close() {
    poller.close();
  }
}
