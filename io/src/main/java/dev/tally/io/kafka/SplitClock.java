package dev.tally.io.kafka;

import static dev.tally.io.kafka.PartitionProgress.BEFORE_ALL;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * The watermark of one split: the minimum of its partitions' watermarks. In a live topic it is also
 * never past the start of the last topic lookup less {@code expectedDelay}.
 *
 * <p>A partition that a lookup does not find is created after that lookup starts, and its first
 * record is appended even later. So the bound keeps the watermark at or below the broker times of
 * all records that a partition contains when it is discovered. From then on the partition itself
 * holds the watermark, like any partition of which no record was read.
 */
final class SplitClock {
  private final WatermarkPolicy policy;
  private final PartitionShare share;
  private final Map<Integer, PartitionClock> clocks = new TreeMap<>();
  private Uuid topicId;
  private int topicPartitions;
  private long lookedUp = BEFORE_ALL;
  private long watermark = BEFORE_ALL;

  SplitClock(WatermarkPolicy policy, PartitionShare share, TopicMark from) {
    this.policy = policy;
    this.share = share;
    this.topicId = from.topicId();
    this.topicPartitions = from.topicPartitions();
    from.partitions().forEach(p -> clocks.put(p.partition(), new PartitionClock(policy, p)));
  }

  /**
   * Processes a successful lookup of the topic; a partition that was not known before is unread.
   */
  void topology(TopicSnapshot found) {
    topicId = found.id();
    topicPartitions = Math.max(topicPartitions, found.partitions());
    share.of(found.partitions()).forEach(p -> clocks.computeIfAbsent(p, this::unread));
    lookedUp = Math.max(lookedUp, found.lookupStart());
  }

  private PartitionClock unread(int partition) {
    return new PartitionClock(policy, PartitionProgress.unread(partition));
  }

  /** Returns the clock of a partition of this split. */
  PartitionClock partition(int partition) {
    PartitionClock clock = clocks.get(partition);
    if (clock == null) {
      throw new IllegalStateException(
          "Partition %d does not belong to this split".formatted(partition));
    }
    return clock;
  }

  long watermark() {
    long least =
        clocks.values().stream().mapToLong(PartitionClock::watermark).min().orElse(Long.MAX_VALUE);
    watermark = Math.max(watermark, Math.min(least, bound()));
    return watermark;
  }

  private long bound() {
    if (policy.needsLogAppendTime()) {
      return Math.max(BEFORE_ALL, lookedUp - policy.expectedDelay());
    }
    return clocks.isEmpty() ? BEFORE_ALL : Long.MAX_VALUE;
  }

  Uuid topicId() {
    return topicId;
  }

  int topicPartitions() {
    return topicPartitions;
  }

  List<PartitionProgress> progress() {
    return clocks.values().stream().map(PartitionClock::progress).toList();
  }
}
