package dev.tally.io.kafka;

import dev.tally.io.kafka.PartitionClock.EndOffset;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Polls the partitions of one split, including partitions that are added while it reads.
 *
 * <p>Not thread-safe; the polling thread owns the consumer.
 */
final class PartitionFeed {
  private static final Duration POLL = Duration.ofMillis(100);

  /** A small number, so that a poll of large records fits into the heap. */
  static final int POLL_RECORDS = 16;

  private static final int BATCH_RECORDS = 2_000;
  private static final int BATCH_BYTES = 1 << 20;

  /**
   * The result of one poll. The reader must apply its parts in this order: topology, records,
   * positions, ends.
   *
   * @param topology null if no lookup of the topic has succeeded since the last batch
   * @param positions the positions of the partitions whose position has advanced, also past
   *     transaction markers
   * @param held the number of partitions that are currently held, see {@link HeldPartitions}
   */
  record Batch(
      @Nullable TopicSnapshot topology,
      List<ConsumerRecord<byte[], byte[]>> records,
      Map<TopicPartition, Long> positions,
      Map<TopicPartition, EndOffset> ends,
      int held) {
    boolean isEmpty() {
      return topology == null && records.isEmpty() && positions.isEmpty() && ends.isEmpty();
    }
  }

  private final ReadPlan plan;
  private final Consumer<byte[], byte[]> consumer;
  private final Clock clock;
  private final TopicWatch watch;
  private final EndOffsets ends;
  private final HeldPartitions held;
  private final Map<TopicPartition, Long> published = new HashMap<>();
  private TopicSnapshot known;
  private @Nullable TopicSnapshot unpublished;

  PartitionFeed(
      ReadPlan plan,
      TopicClients clients,
      Clock clock,
      TopicSnapshot first,
      Duration replicationTime) {
    this.plan = plan;
    this.consumer = clients.consumer();
    this.clock = clock;
    this.watch = new TopicWatch(clients.admin(), plan.topic());
    this.ends = new EndOffsets(clients.admin(), replicationTime);
    this.held = new HeldPartitions(consumer);
    this.known = first;
    this.unpublished = first;
    assignNew();
  }

  /** Polls one batch; blocks for up to 100 ms. */
  Batch poll() throws InterruptedException {
    watch.poll(clock).ifPresent(this::applyTopology);
    List<ConsumerRecord<byte[], byte[]>> records = records();
    Map<TopicPartition, EndOffset> found =
        isLive() ? ends.poll(clock, consumer.assignment()) : Map.of();
    TopicSnapshot topology = unpublished;
    unpublished = null;
    return new Batch(topology, records, movedPositions(), found, held.count());
  }

  /**
   * Gathers records until their number or size is large enough. A consumer limits what it returns
   * by number and not by bytes, and records can be a thousand times larger than their compressed
   * form, so each poll returns only a few records.
   */
  private List<ConsumerRecord<byte[], byte[]>> records() throws InterruptedException {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    if (consumer.assignment().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      return records;
    }
    if (isLive()) {
      held.resume(clock.millis());
    }
    long bytes = 0;
    ConsumerRecords<byte[], byte[]> polled = poll(POLL);
    while (!polled.isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : polled) {
        records.add(record);
        bytes += ReadBudget.size(record);
      }
      polled =
          records.size() < BATCH_RECORDS && bytes < BATCH_BYTES
              ? poll(Duration.ZERO)
              : ConsumerRecords.empty();
    }
    return records;
  }

  private ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
    return isLive() ? held.admit(polled, clock.millis()) : polled;
  }

  /** Ignores a broker that reports fewer partitions, because its metadata is outdated. */
  private void applyTopology(TopicSnapshot found) {
    new TopicContinuity(plan.cluster(), plan.topic(), plan.watermarks())
        .check(known.id(), known.partitions(), found);
    if (found.partitions() >= known.partitions()) {
      known = found;
      unpublished = found;
      assignNew();
    }
  }

  private void assignNew() {
    Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
    Set<TopicPartition> added =
        plan.share()
            .of(known.partitions())
            .mapToObj(p -> new TopicPartition(plan.topic(), p))
            .filter(p -> !assigned.contains(p))
            .collect(Collectors.toSet());
    if (!added.isEmpty()) {
      assigned.addAll(added);
      consumer.assign(assigned);
      added.forEach(this::seek);
    }
  }

  private void seek(TopicPartition partition) {
    Optional<PartitionProgress> progress =
        plan.from().partitions().stream()
            .filter(p -> p.partition() == partition.partition())
            .filter(p -> p.nextOffset() != PartitionProgress.FROM_THE_START)
            .findFirst();
    if (progress.isPresent()) {
      consumer.seek(partition, progress.get().nextOffset());
    } else {
      consumer.seekToBeginning(Set.of(partition));
    }
  }

  private boolean isLive() {
    return plan.watermarks().needsLogAppendTime();
  }

  private Map<TopicPartition, Long> movedPositions() {
    Map<TopicPartition, Long> moved = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      Long position = position(partition);
      if (position != null && !position.equals(published.put(partition, position))) {
        moved.put(partition, position);
      }
    }
    return moved;
  }

  private @Nullable Long position(TopicPartition partition) {
    try {
      return consumer.position(partition, POLL);
    } catch (TimeoutException e) {
      return published.get(partition);
    }
  }
}
