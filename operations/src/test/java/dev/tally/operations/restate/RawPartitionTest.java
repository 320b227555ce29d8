package dev.tally.operations.restate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.transforms.model.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class RawPartitionTest {
  private static final Instant LAST = Instant.ofEpochMilli(1_000);

  private final RawPartition live =
      new RawPartition(0, "us", LAST, WatermarkPolicy.live(Duration.ZERO));

  @Test
  void theBrokerTimeIsTheHighestTimestampSoFar() {
    add(500, TimestampType.LOG_APPEND_TIME);
    add(400, TimestampType.LOG_APPEND_TIME);
    add(600, TimestampType.LOG_APPEND_TIME);
    assertThat(taken())
        .extracting(RawRecord::getBrokerTime)
        .containsExactly(at(500), at(500), at(600));
  }

  @Test
  void aTimestampOfTheProducerIsClaimed_andNoBrokerTime() {
    add(500, TimestampType.LOG_APPEND_TIME);
    add(5_000, TimestampType.CREATE_TIME);
    add(600, TimestampType.LOG_APPEND_TIME);
    List<RawRecord> records = taken();
    assertThat(records)
        .extracting(RawRecord::getBrokerTime)
        .containsExactly(at(500), at(500), at(600));
    assertThat(records)
        .extracting(record -> Optional.ofNullable(record.getClaimedTime()))
        .containsExactly(Optional.empty(), Optional.of(at(5_000)), Optional.empty());
    assertThat(live.hasEnded()).isFalse();
  }

  @Test
  void endsAfterTheLastBrokerTime_atWhichAnEventCanBeAccepted() {
    add(1_000, TimestampType.LOG_APPEND_TIME);
    assertThat(live.hasEnded()).isFalse();
    add(1_001, TimestampType.LOG_APPEND_TIME);
    add(900, TimestampType.LOG_APPEND_TIME);
    assertThat(live.hasEnded()).isTrue();
    assertThat(taken()).hasSize(1);
  }

  private void add(long timestamp, TimestampType type) {
    live.add(
        new ConsumerRecord<>(
            "ad-events",
            0,
            0,
            timestamp,
            type,
            0,
            0,
            null,
            "{}".getBytes(UTF_8),
            new RecordHeaders(),
            Optional.empty()));
  }

  private List<RawRecord> taken() {
    List<RawRecord> records = new ArrayList<>();
    while (!live.isEmpty()) {
      records.add(live.take());
    }
    return records;
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
