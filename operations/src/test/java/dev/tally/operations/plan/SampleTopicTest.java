package dev.tally.operations.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class SampleTopicTest {
  private static final String TOPIC = "ad-events";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final long START = 1_767_571_200_000L;

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(OffsetResetStrategy.NONE);
  private final List<Long> progress = new ArrayList<>();

  private static String click(String ad, String user) {
    return "{\"event_id\":\"e\",\"event_type\":\"click\",\"event_time\":1767571200000,\"ad_id\":\"%s\",\"campaign_id\":\"c\",\"store_id\":\"s\",\"user_id\":\"%s\",\"region\":\"eu\"}"
        .formatted(ad, user);
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, long millis, String value) {
    byte[] bytes = value == null ? null : value.getBytes(UTF_8);
    return new ConsumerRecord<>(
        TOPIC,
        0,
        offset,
        START + millis,
        TimestampType.LOG_APPEND_TIME,
        4,
        bytes == null ? -1 : bytes.length,
        null,
        bytes,
        new RecordHeaders(),
        Optional.empty());
  }

  private TopicSample sample(int perPartition, List<ConsumerRecord<byte[], byte[]>> records)
      throws IOException {
    consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, (long) records.size()));
    consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
    return SampleTopic.of(consumer, TOPIC, perPartition, progress::add);
  }

  @Test
  void measuresRateBytesAdsAndUsers() throws IOException {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      records.add(record(i, i * 250L, click("ad-" + i % 10, "u-" + i % 20)));
    }

    TopicSample sample = sample(1_000, records);

    assertThat(sample.records()).isEqualTo(1_000);
    assertThat(sample.events()).isEqualTo(1_000);
    assertThat(sample.recordsPerSecond()).isCloseTo(4, within(0.001));
    assertThat(sample.bytesPerRecord()).isBetween(100.0, 200.0);
    assertThat(sample.clickShare()).isEqualTo(1);
    assertThat(sample.ads()).isEqualTo(10);
    assertThat(sample.users()).isEqualTo(20);
    assertThat(sample.rowsPerMinute()).isEqualTo(10);
    assertThat(progress).hasSize(1_000).endsWith(1_000L);
  }

  @Test
  void readsOnlyTheNewestRecords_andNoHeartbeats() throws IOException {
    List<ConsumerRecord<byte[], byte[]>> records =
        List.of(
            record(0, 0, click("old", "u")),
            record(1, 60_000, "no event"),
            record(2, 61_000, null),
            record(3, 62_000, click("new", "u")));

    TopicSample sample = sample(3, records);

    assertThat(sample.records()).isEqualTo(2);
    assertThat(sample.events()).isEqualTo(1);
    assertThat(sample.recordsPerSecond()).isEqualTo(0.5);
    assertThat(sample.rowsPerMinute()).isZero();
  }

  @Test
  void refusesATopicWithoutRecords_orThatDoesNotExist() {
    assertThatThrownBy(() -> sample(10, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--fromTopic=ad-events has no records", "--eventsPerSecond");
    assertThatThrownBy(() -> SampleTopic.of(consumer, "orders", 10, read -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--fromTopic=orders does not exist");
  }
}
