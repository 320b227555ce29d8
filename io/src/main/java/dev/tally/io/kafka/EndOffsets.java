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
 * Looks up, again and again and without blocking, where the log of each partition ends.
 *
 * <p>It asks for the end that read-uncommitted readers see: a record of a transaction that is still
 * open counts as unread, since its broker time is already given. Partitions are asked for one by
 * one, so that an unreachable one has no say about the others.
 */
final class EndOffsets implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Admin admin;
  private final Set<TopicPartition> partitions;
  private final Map<TopicPartition, EndOffset> answers = new ConcurrentHashMap<>();
  private KafkaFuture<Void> asking = KafkaFuture.completedFuture(null);
  private long asked;

  EndOffsets(Admin admin, Set<TopicPartition> partitions) {
    this.admin = admin;
    this.partitions = partitions;
  }

  /** Asks when it is time to, and gives the answers that have come since the last call. */
  Map<TopicPartition, EndOffset> poll(Clock clock) {
    long now = clock.millis();
    if (asking.isDone() && now - asked >= EVERY.toMillis()) {
      ask(now);
    }
    Map<TopicPartition, EndOffset> ends = Map.copyOf(answers);
    ends.forEach(answers::remove);
    return ends;
  }

  private void ask(long now) {
    asked = now;
    ListOffsetsResult result =
        admin.listOffsets(
            partitions.stream().collect(toMap(p -> p, p -> OffsetSpec.latest())),
            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED)
                .timeoutMs((int) TIMEOUT.toMillis()));
    asking =
        KafkaFuture.allOf(
            partitions.stream().map(p -> take(p, now, result)).toArray(KafkaFuture[]::new));
  }

  private KafkaFuture<ListOffsetsResultInfo> take(
      TopicPartition partition, long now, ListOffsetsResult result) {
    return result
        .partitionResult(partition)
        .whenComplete(
            (end, failure) -> {
              if (failure == null) {
                answers.put(partition, new EndOffset(now, end.offset()));
              }
            });
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
