package dev.tally.operations.restate;

import dev.tally.io.kafka.Heartbeat;
import dev.tally.transforms.model.RawRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;

/**
 * Reads raw records of all partitions in the order of their broker times. Each pass returns the
 * same records in the same order, so that of several copies of an event the same one is the first.
 */
final class RawEvents implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_EMPTY_POLLS = 150;
  private static final int MOST_BUFFERED = 2_000;

  private final RestateSettings settings;
  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final TopicRange range;

  private RawEvents(
      RestateSettings settings,
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      TopicRange range) {
    this.settings = settings;
    this.consumer = consumer;
    this.range = range;
  }

  /**
   * Finds the records that can affect a count of the range.
   *
   * @throws IllegalArgumentException if some of them may have been deleted
   */
  static RawEvents open(RestateSettings settings) {
    var consumer = TopicRange.consumer(settings.cluster());
    try {
      Instant first = settings.range().from().minus(settings.rules().before());
      return new RawEvents(
          settings,
          consumer,
          TopicRange.from(
              first,
              consumer,
              settings.topics().adEvents(),
              "A restatement of " + settings.range()));
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** Returns an estimate of the number of records. */
  long size() {
    return range.sizeUntil(last(settings), consumer);
  }

  /** Returns the broker time after which no event of the range can be accepted. */
  private static Instant last(RestateSettings settings) {
    return settings.range().to().plus(settings.rules().after());
  }

  /** Passes each record to {@code action}. */
  void forEach(Consumer<RawRecord> action) throws IOException {
    range.assignTo(consumer);
    Map<TopicPartition, RawPartition> waiting = new HashMap<>();
    range.partitions().forEach(partition -> waiting.put(partition, partition(partition)));
    Map<TopicPartition, RawPartition> all = Map.copyOf(waiting);
    PriorityQueue<RawPartition> ready = new PriorityQueue<>();
    await(waiting, all, ready);
    while (!ready.isEmpty()) {
      RawPartition next = ready.remove();
      action.accept(next.take());
      if (next.isEmpty()) {
        waiting.put(topicPartition(next), next);
        await(waiting, all, ready);
      } else {
        ready.add(next);
      }
    }
  }

  private RawPartition partition(TopicPartition partition) {
    return new RawPartition(
        partition.partition(), settings.region(), last(settings), settings.rules().watermarks());
  }

  /** Polls until each partition has a record in its buffer or has ended. */
  private void await(
      Map<TopicPartition, RawPartition> waiting,
      Map<TopicPartition, RawPartition> all,
      PriorityQueue<RawPartition> ready)
      throws IOException {
    int empty = 0;
    while (!waiting.isEmpty()) {
      if (!allAreRead(waiting)) {
        limitBuffers(all);
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        empty = records.isEmpty() ? empty + 1 : 0;
        requireProgress(empty);
        records.forEach(record -> add(record, all));
      }
      for (TopicPartition partition : List.copyOf(waiting.keySet())) {
        RawPartition filled = waiting.get(partition);
        if (filled != null && !filled.isEmpty()) {
          ready.add(filled);
          waiting.remove(partition);
        } else if (filled != null && (filled.hasEnded() || isRead(partition))) {
          waiting.remove(partition);
        }
      }
    }
  }

  private boolean allAreRead(Map<TopicPartition, RawPartition> waiting) {
    return waiting.entrySet().stream()
        .allMatch(entry -> entry.getValue().hasEnded() || isRead(entry.getKey()));
  }

  private boolean isRead(TopicPartition partition) {
    return consumer.position(partition) >= range.end(partition);
  }

  private void add(ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, RawPartition> all) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    RawPartition into = all.get(partition);
    boolean heartbeat = record.value() == null && Heartbeat.watermark(record).isPresent();
    if (into != null && !heartbeat && record.offset() < range.end(partition)) {
      into.add(record);
    }
  }

  /** Reads no further records of partitions that are ahead of the others. */
  private void limitBuffers(Map<TopicPartition, RawPartition> all) {
    List<TopicPartition> paused = new ArrayList<>();
    List<TopicPartition> resumed = new ArrayList<>();
    all.forEach(
        (partition, buffer) -> {
          boolean full = buffer.buffered() >= MOST_BUFFERED || buffer.hasEnded();
          (full || isRead(partition) ? paused : resumed).add(partition);
        });
    consumer.pause(paused);
    consumer.resume(resumed);
  }

  private void requireProgress(int emptyPolls) throws IOException {
    if (emptyPolls > MOST_EMPTY_POLLS) {
      throw new IOException(
          "Kafka returned no record of topic %s for 30 s.".formatted(settings.topics().adEvents()));
    }
  }

  private TopicPartition topicPartition(RawPartition partition) {
    return new TopicPartition(settings.topics().adEvents(), partition.number());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
