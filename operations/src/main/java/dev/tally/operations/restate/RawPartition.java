package dev.tally.operations.restate;

import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.transforms.model.RawRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition of a raw topic, with the broker times that a job computes: the
 * highest timestamp of the records up to each record. A partition ends when its broker time has
 * passed the last time at which an event of the range can be accepted.
 *
 * <p>The first record is the first one with the start time or a later timestamp. All records before
 * it have lower timestamps, so the broker times do not depend on where the reading began.
 */
final class RawPartition implements Comparable<RawPartition> {
  private final int number;
  private final String region;
  private final Instant last;
  private final WatermarkPolicy policy;
  private final Deque<RawRecord> buffer = new ArrayDeque<>();
  private Instant brokerTime = Instant.EPOCH;
  private boolean ended;

  /**
   * Creates a partition without records.
   *
   * @param last the broker time after which no record is needed
   * @param policy determines which timestamps are broker times
   */
  RawPartition(int number, String region, Instant last, WatermarkPolicy policy) {
    this.number = number;
    this.region = region;
    this.last = last;
    this.policy = policy;
  }

  void add(ConsumerRecord<byte[], byte[]> record) {
    if (ended) {
      return;
    }
    Instant timestamp = Instant.ofEpochMilli(record.timestamp());
    boolean claimed =
        policy.needsLogAppendTime() && record.timestampType() != TimestampType.LOG_APPEND_TIME;
    if (!claimed && timestamp.isAfter(brokerTime)) {
      brokerTime = timestamp;
    }
    if (brokerTime.isAfter(last)) {
      ended = true;
      return;
    }
    RawRecord raw =
        RawRecord.of(
            region,
            record.topic(),
            record.partition(),
            record.offset(),
            brokerTime,
            record.value());
    buffer.add(claimed ? raw.withClaimedTime(timestamp) : raw);
  }

  int number() {
    return number;
  }

  int buffered() {
    return buffer.size();
  }

  boolean isEmpty() {
    return buffer.isEmpty();
  }

  /** Returns true if no record is needed besides those in the buffer. */
  boolean hasEnded() {
    return ended;
  }

  RawRecord take() {
    return buffer.remove();
  }

  private @Nullable Instant next() {
    RawRecord head = buffer.peek();
    return head == null ? null : head.getBrokerTime();
  }

  /** Orders partitions that have a record by its broker time, and then by their numbers. */
  @Override
  public int compareTo(RawPartition other) {
    int byTime = Objects.requireNonNull(next()).compareTo(Objects.requireNonNull(other.next()));
    return byTime == 0 ? Integer.compare(number, other.number) : byTime;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return number;
  }
}
