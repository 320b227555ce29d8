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
 * Stops reading a partition of a live topic at a record whose broker time is implausibly far in the
 * future.
 *
 * <p>The running maximum of broker time decides which events are too old, and it never falls. A
 * broker clock that is far ahead is a fault and must not affect the verdict on later events. So the
 * partition is not read past such a record until the worker's clock is within {@link #MAX_AHEAD} of
 * the record's time. Meanwhile the partition holds the watermark, and a warning is logged once a
 * minute.
 *
 * <p>The worker's clock only decides when a record is read, never how it is classified.
 */
final class HeldPartitions {
  /**
   * How far a broker time may be ahead of the worker's clock: far more than the clocks of a working
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

  /**
   * Resumes the partitions whose held record is now plausible; warns about the others once a
   * minute.
   */
  void resume(long now) {
    held.values().removeIf(record -> !isImplausible(record, now) && resume(record));
    if (!held.isEmpty() && warning.isDue(now)) {
      held.values().forEach(record -> warn(record, now));
    }
  }

  private boolean resume(ConsumerRecord<byte[], byte[]> record) {
    consumer.resume(Set.of(partition(record)));
    LOG.info("Reading of {} resumes at offset {}", partition(record), record.offset());
    return true;
  }

  /**
   * Returns the records that may be read. Each partition with an implausible record is paused at
   * that record.
   */
  ConsumerRecords<byte[], byte[]> admit(ConsumerRecords<byte[], byte[]> polled, long now) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> admitted = new HashMap<>();
    boolean all = true;
    for (TopicPartition partition : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
      int plausible = 0;
      while (plausible < records.size() && !isImplausible(records.get(plausible), now)) {
        plausible++;
      }
      if (plausible < records.size()) {
        hold(records.get(plausible));
        all = false;
      }
      if (plausible > 0) {
        admitted.put(partition, records.subList(0, plausible));
      }
    }
    return all ? polled : new ConsumerRecords<>(admitted);
  }

  private void hold(ConsumerRecord<byte[], byte[]> record) {
    consumer.seek(partition(record), record.offset());
    consumer.pause(Set.of(partition(record)));
    held.put(partition(record), record);
  }

  int count() {
    return held.size();
  }

  private static boolean isImplausible(ConsumerRecord<byte[], byte[]> record, long now) {
    return record.timestampType() == TimestampType.LOG_APPEND_TIME
        && record.timestamp() - now > MAX_AHEAD.toMillis();
  }

  private static void warn(ConsumerRecord<byte[], byte[]> record, long now) {
    LOG.warn(
        "Reading of {} stops at offset {}: the broker stamped the record with {}, but this worker's"
            + " clock shows {}. Correct the clock of the broker or of this worker. Reading resumes"
            + " automatically as soon as this worker's clock is within {} minutes of the record's time."
            + " To skip the record, delete it and all records before it with kafka-delete-records,"
            + " and start without a savepoint.",
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
