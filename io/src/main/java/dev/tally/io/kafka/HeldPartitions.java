package dev.tally.io.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops at a record that a broker stamped with an absurd time, in a live topic.
 *
 * <p>The running maximum of broker time decides which events are too old, for ever. A broker whose
 * clock is far ahead is a fault and no verdict on later events: its partition is not read past that
 * record until the worker's clock is within {@link #MAX_AHEAD} of it. Meanwhile the partition holds
 * the watermark, and a warning is logged once a minute.
 *
 * <p>Only the time of reading depends on the worker's clock, never what a record counts as.
 */
final class HeldPartitions {
  /**
   * How far ahead of the worker's clock a broker time may be: far more than the clocks of a working
   * cluster differ, far less than the age that events may have.
   */
  static final Duration MAX_AHEAD = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(HeldPartitions.class);
  private static final Duration REPEAT_LOG = Duration.ofMinutes(1);

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, ConsumerRecord<byte[], byte[]>> held = new HashMap<>();
  private final RarelyLogged warning = new RarelyLogged(REPEAT_LOG);

  HeldPartitions(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Resumes the partitions whose time has come. */
  void resume(long now) {
    held.values().removeIf(record -> !isAbsurd(record, now) && resume(record));
    if (!held.isEmpty() && warning.isDue(now)) {
      held.values().forEach(record -> warn(record, now));
    }
  }

  private boolean resume(ConsumerRecord<byte[], byte[]> record) {
    consumer.resume(Set.of(partition(record)));
    LOG.info("{} is read again from offset {}", partition(record), record.offset());
    return true;
  }

  /** The records that may be read; the partitions of the others are paused where these end. */
  ConsumerRecords<byte[], byte[]> admit(ConsumerRecords<byte[], byte[]> polled, long now) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> admitted = new HashMap<>();
    boolean all = true;
    for (TopicPartition partition : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
      int good = 0;
      while (good < records.size() && !isAbsurd(records.get(good), now)) {
        good++;
      }
      if (good < records.size()) {
        hold(records.get(good));
        all = false;
      }
      if (good > 0) {
        admitted.put(partition, records.subList(0, good));
      }
    }
    return all ? polled : new ConsumerRecords<>(admitted);
  }

  private void hold(ConsumerRecord<byte[], byte[]> record) {
    consumer.seek(partition(record), record.offset());
    consumer.pause(Set.of(partition(record)));
    held.put(partition(record), record);
  }

  /** How many partitions are held now. */
  int count() {
    return held.size();
  }

  private static boolean isAbsurd(ConsumerRecord<byte[], byte[]> record, long now) {
    return record.timestampType() == TimestampType.LOG_APPEND_TIME
        && record.timestamp() - now > MAX_AHEAD.toMillis();
  }

  private static void warn(ConsumerRecord<byte[], byte[]> record, long now) {
    LOG.warn(
        "{} is not read past offset {}: the broker stamped it {}, and the time here is {}. Correct"
            + " the clock of the broker or of this worker. Reading resumes by itself once the time"
            + " here is within {} minutes of the record's. To skip it, delete the records up to it with"
            + " kafka-delete-records, and start from nothing.",
        partition(record),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        Instant.ofEpochMilli(now),
        MAX_AHEAD.toMinutes());
  }

  private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
