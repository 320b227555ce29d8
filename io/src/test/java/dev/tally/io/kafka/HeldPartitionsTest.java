package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldPartitionsTest {
  private static final long NOON = 1_800_000_000_000L;
  private static final long FAR = NOON + HeldPartitions.MAX_AHEAD.toMillis() + 5_000;
  private static final TopicPartition P0 = new TopicPartition("t", 0);
  private static final TopicPartition P1 = new TopicPartition("t", 1);

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(OffsetResetStrategy.NONE);
  private final HeldPartitions held = new HeldPartitions(consumer);

  @BeforeEach
  void assignsTwoPartitions() {
    consumer.assign(Set.of(P0, P1));
    consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
    consumer.seekToBeginning(Set.of(P0, P1));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      TopicPartition at, long offset, long timestamp, TimestampType type) {
    return new ConsumerRecord<>(
        at.topic(),
        at.partition(),
        offset,
        timestamp,
        type,
        0,
        1,
        null,
        "x".getBytes(StandardCharsets.UTF_8),
        new RecordHeaders(),
        Optional.empty());
  }

  private static ConsumerRecord<byte[], byte[]> appended(
      TopicPartition at, long offset, long timestamp) {
    return record(at, offset, timestamp, TimestampType.LOG_APPEND_TIME);
  }

  private static List<Long> offsets(ConsumerRecords<byte[], byte[]> records, TopicPartition of) {
    return records.records(of).stream().map(ConsumerRecord::offset).toList();
  }

  @Test
  void holdsOnlyThePartitionWithAnImplausibleBrokerTime() {
    ConsumerRecords<byte[], byte[]> polled =
        new ConsumerRecords<>(
            Map.of(
                P0, List.of(appended(P0, 0, NOON), appended(P0, 1, FAR), appended(P0, 2, NOON)),
                P1, List.of(appended(P1, 0, NOON))));
    ConsumerRecords<byte[], byte[]> admitted = held.admit(polled, NOON);
    assertThat(offsets(admitted, P0)).containsExactly(0L);
    assertThat(offsets(admitted, P1)).containsExactly(0L);
    assertThat(consumer.position(P0)).isEqualTo(1);
    assertThat(consumer.paused()).containsExactly(P0);
    assertThat(held.count()).isEqualTo(1);
  }

  @Test
  void resumesReading_onceTheClockIsCloseToTheTimeOfTheRecord() {
    held.admit(new ConsumerRecords<>(Map.of(P0, List.of(appended(P0, 0, FAR)))), NOON);
    held.resume(NOON + 4_999);
    assertThat(consumer.paused()).containsExactly(P0);
    held.resume(NOON + 5_000);
    assertThat(consumer.paused()).isEmpty();
    assertThat(held.count()).isZero();
    ConsumerRecords<byte[], byte[]> again =
        new ConsumerRecords<>(Map.of(P0, List.of(appended(P0, 0, FAR))));
    assertThat(held.admit(again, NOON + 5_000)).isSameAs(again);
  }

  @Test
  void ignoresAProducerTimestamp_becauseTheRecordBecomesADeadLetter() {
    ConsumerRecords<byte[], byte[]> polled =
        new ConsumerRecords<>(
            Map.of(P0, List.of(record(P0, 0, NOON * 1000, TimestampType.CREATE_TIME))));
    assertThat(held.admit(polled, NOON)).isSameAs(polled);
    assertThat(StreamSupport.stream(polled.spliterator(), false)).hasSize(1);
  }

  @Test
  void logsAConditionOncePerInterval() {
    RarelyLogged warning = new RarelyLogged(Duration.ofMinutes(1));
    assertThat(warning.wasEverDue()).isFalse();
    assertThat(warning.isDue(NOON)).isTrue();
    assertThat(warning.isDue(NOON + 59_999)).isFalse();
    assertThat(warning.isDue(NOON + 60_000)).isTrue();
    assertThat(warning.wasEverDue()).isTrue();
  }
}
