package dev.tally.io.kafka;

import static dev.tally.io.kafka.PartitionProgress.BEFORE_ALL;

import dev.tally.io.kafka.WatermarkPolicy.Kind;

/**
 * The broker time and the watermark of one partition, computed from the records read in log order
 * and from end-offset lookups.
 *
 * <p>It guarantees, for {@code live} and {@code replay}: the broker time of a record is never lower
 * than the partition's watermark just before the record, plus {@code expectedDelay}. After an idle
 * period of a live partition it may be lower, but by no more than the clock skew, which {@code
 * expectedDelay} covers. So an event that is at most {@code maxEventAge} older than its broker time
 * is never older than the watermark less {@code maxEventAge}.
 *
 * <p>A lookup never advances broker time, only the watermark: broker time decides which events are
 * rejected as too old, and no such verdict may depend on a worker's clock.
 */
final class PartitionClock {
  private final int partition;
  private final WatermarkPolicy policy;
  private long nextOffset;
  private long brokerTime;
  private long watermark;

  PartitionClock(WatermarkPolicy policy, PartitionProgress progress) {
    this.policy = policy;
    this.partition = progress.partition();
    this.nextOffset = progress.nextOffset();
    this.brokerTime = progress.brokerTime();
    this.watermark = progress.watermark();
  }

  /**
   * Processes a record.
   *
   * @param timestamp its Kafka timestamp
   * @return its broker time: the running maximum, or in a topic of heartbeats its own timestamp
   */
  long record(long offset, long timestamp) {
    readThrough(offset + 1);
    brokerTime = Math.max(brokerTime, timestamp);
    if (policy.kind() == Kind.HEARTBEATS) {
      return timestamp;
    }
    advanceTo(brokerTime - policy.expectedDelay());
    return brokerTime;
  }

  /**
   * Processes a record of a live topic whose timestamp was set by the producer and not by the
   * broker. It advances neither broker time nor the watermark.
   *
   * @return the running maximum of broker time, at least 0: a time that can be encoded
   */
  long withoutBrokerTime(long offset) {
    readThrough(offset + 1);
    return Math.max(brokerTime, 0);
  }

  /** False in a live topic, where heartbeats are ignored because any client could send one. */
  boolean acceptsHeartbeats() {
    return policy.kind() != Kind.LIVE;
  }

  /** Processes a heartbeat, with its Kafka timestamp and its watermark. */
  void heartbeat(long offset, long timestamp, long promised) {
    readThrough(offset + 1);
    if (policy.kind() == Kind.REPLAY) {
      brokerTime = Math.max(brokerTime, Math.max(timestamp, promised + policy.expectedDelay()));
      advanceTo(brokerTime - policy.expectedDelay());
    } else {
      brokerTime = Math.max(brokerTime, timestamp);
      advanceTo(promised);
    }
  }

  /**
   * Records that everything below {@code offset} was read, both records and transaction markers.
   */
  void readThrough(long offset) {
    nextOffset = Math.max(nextOffset, offset);
  }

  /** Processes a successful lookup of the end of the log; the end includes open transactions. */
  void lookup(EndOffset end) {
    if (policy.kind() == Kind.LIVE && nextOffset >= end.offset()) {
      advanceTo(end.completeUntil() - policy.expectedDelay());
    }
  }

  private void advanceTo(long time) {
    watermark = Math.max(watermark, Math.max(time, BEFORE_ALL));
  }

  long watermark() {
    return watermark;
  }

  PartitionProgress progress() {
    return PartitionProgress.of(partition, nextOffset, brokerTime, watermark);
  }

  /**
   * The result of a lookup of the end of a log.
   *
   * @param completeUntil every record appended before this time has an offset below {@code offset}:
   *     the start of the lookup less the time that replication may need; epoch ms, worker's clock
   * @param offset the offset after the last record or transaction marker that every in-sync replica
   *     has
   */
  record EndOffset(long completeUntil, long offset) {}
}
