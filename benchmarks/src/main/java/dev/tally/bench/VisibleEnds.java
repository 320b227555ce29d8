package dev.tally.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Records up to which offset a read-committed reader could read each partition, and since when. It
 * polls the offsets every 10 ms and reads no records, so that no reader uses the sink's share of
 * the machine.
 */
final class VisibleEnds implements AutoCloseable {
  private static final long POLL_EVERY_MILLIS = 10;
  private static final Duration STALLED = Duration.ofSeconds(90);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final List<Ends> seen = new ArrayList<>();

  VisibleEnds(OutputTopic topic) {
    this.consumer = topic.reader();
    this.partitions = topic.partitions();
  }

  /** The end offsets that were known at a time, by {@link System#nanoTime}. */
  private record Ends(long since, Map<TopicPartition, Long> offsets) {
    long sum() {
      return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean pass(Map<TopicPartition, Long> last) {
      return last.entrySet().stream()
          .allMatch(e -> offsets.getOrDefault(e.getKey(), 0L) > e.getValue());
    }
  }

  /**
   * Waits until this many offsets are visible. Not every offset is a record; some are transaction
   * markers.
   *
   * @throws IOException if nothing has become visible for 90 s
   */
  void await(long offsets) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + STALLED.toNanos();
    long before = 0;
    long now = poll();
    while (now < offsets) {
      if (now > before) {
        before = now;
        deadline = System.nanoTime() + STALLED.toNanos();
      } else if (System.nanoTime() - deadline > 0) {
        throw new IOException(
            "Nothing has become visible for %d s; visible: %,d of %,d offsets. See the log of this command."
                .formatted(STALLED.toSeconds(), now, offsets));
      }
      Thread.sleep(POLL_EVERY_MILLIS);
      now = poll();
    }
  }

  /** Polls once; returns the sum of the offsets. */
  long poll() {
    Map<TopicPartition, Long> offsets = consumer.endOffsets(partitions);
    Ends ends = new Ends(System.nanoTime(), offsets);
    if (seen.isEmpty() || !seen.get(seen.size() - 1).offsets().equals(offsets)) {
      seen.add(ends);
    }
    return ends.sum();
  }

  /**
   * Returns since when all of these offsets have been visible, by {@link System#nanoTime}; empty if
   * they are not.
   */
  OptionalLong since(Map<TopicPartition, Long> last) {
    return seen.stream().filter(ends -> ends.pass(last)).mapToLong(Ends::since).findFirst();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
