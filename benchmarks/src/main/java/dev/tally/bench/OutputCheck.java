package dev.tally.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares the committed records of a topic with those that were to be written: each record once,
 * with its key and its value. Heartbeats are ignored.
 */
final class OutputCheck implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final long expected;
  private final BitSet seen;
  private final Map<TopicPartition, Long> last = new HashMap<>();
  private long repeated;
  private long unexpected;

  OutputCheck(OutputTopic topic, long expected) {
    this.consumer = topic.reader();
    this.expected = expected;
    this.seen = new BitSet(Math.toIntExact(expected));
  }

  /** Polls once; returns true if there were records. */
  boolean poll() {
    var records = consumer.poll(POLL);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.value() != null) {
        add(record);
        last.put(new TopicPartition(record.topic(), record.partition()), record.offset());
      }
    }
    return !records.isEmpty();
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    long index = Records.index(record.value());
    if (index < 0
        || index >= expected
        || !Arrays.equals(record.value(), Records.value(index))
        || !Arrays.equals(record.key(), Records.key(index))) {
      unexpected++;
    } else if (seen.get((int) index)) {
      repeated++;
    } else {
      seen.set((int) index);
    }
  }

  /** Returns true if every record has been read. */
  boolean complete() {
    return seen.cardinality() == expected;
  }

  /** Returns the offset of the last record read of each partition. */
  Map<TopicPartition, Long> lastOffsets() {
    return Map.copyOf(last);
  }

  /** Returns how the records read so far differ from the expected ones. */
  OutputDifferences differences() {
    return new OutputDifferences(expected - seen.cardinality(), repeated, unexpected);
  }

  /**
   * The differences between an output and the expected records; each number counts records.
   *
   * @param unexpected records with a key or a value that the job should not have written
   */
  record OutputDifferences(long missing, long repeated, long unexpected) {
    boolean none() {
      return missing == 0 && repeated == 0 && unexpected == 0;
    }

    @Override
    public String toString() {
      return none()
          ? "each record once"
          : "WRONG: missing=%d repeated=%d unexpected=%d".formatted(missing, repeated, unexpected);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
