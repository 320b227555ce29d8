package dev.tally.io.kafka;

import static java.util.stream.Collectors.toMap;

import dev.tally.io.kafka.PartitionClock.EndOffset;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks up the end offset of each partition once a second, without blocking.
 *
 * <p>It requests the end offset of read-uncommitted readers: a record of a transaction that is
 * still open counts as unread, since it already has its broker time. The result of each partition
 * is used as soon as it arrives. The next lookup starts when all results have arrived or failed,
 * after at most 10 s. So an unreachable partition delays only the next lookup of the others.
 *
 * <p>Limits: this end offset is the high watermark, which advances beyond a record only after every
 * in-sync replica has it. Therefore {@code replicationTime} is subtracted from the time of the
 * lookup, see {@link ReplicationTime}.
 */
final class EndOffsets {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Admin admin;
  private final Duration replicationTime;
  private final Map<TopicPartition, EndOffset> results = new ConcurrentHashMap<>();
  private KafkaFuture<Void> pendingLookup = KafkaFuture.completedFuture(null);
  private long lastLookup;

  EndOffsets(Admin admin, Duration replicationTime) {
    this.admin = admin;
    this.replicationTime = replicationTime;
  }

  /** Starts a lookup if one is due, and returns the results received since the last call. */
  Map<TopicPartition, EndOffset> poll(Clock clock, Set<TopicPartition> partitions) {
    long now = clock.millis();
    if (pendingLookup.isDone() && now - lastLookup >= EVERY.toMillis() && !partitions.isEmpty()) {
      startLookup(now, partitions);
    }
    Map<TopicPartition, EndOffset> ends = Map.copyOf(results);
    ends.forEach(results::remove);
    return ends;
  }

  private void startLookup(long now, Set<TopicPartition> partitions) {
    lastLookup = now;
    ListOffsetsResult result =
        admin.listOffsets(
            partitions.stream().collect(toMap(p -> p, p -> OffsetSpec.latest())),
            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED)
                .timeoutMs((int) TIMEOUT.toMillis()));
    pendingLookup =
        KafkaFuture.allOf(
            partitions.stream().map(p -> keep(p, now, result)).toArray(KafkaFuture[]::new));
  }

  private KafkaFuture<ListOffsetsResultInfo> keep(
      TopicPartition partition, long now, ListOffsetsResult result) {
    return result
        .partitionResult(partition)
        .whenComplete(
            (end, failure) -> {
              if (failure == null) {
                results.put(
                    partition, new EndOffset(now - replicationTime.toMillis(), end.offset()));
              }
            });
  }
}
