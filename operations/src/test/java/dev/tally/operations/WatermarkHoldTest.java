package dev.tally.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.operations.GroupProgress.Partition;
import dev.tally.operations.WatermarkHold.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WatermarkHoldTest {
  private static final long NOW = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
  private static final long NONE = Long.MIN_VALUE;
  private static final int NO_RECORD = -1;

  /** A partition that was read to its end. */
  private static Partition read(String topic, int number, long watermark) {
    return new Partition(topic, number, OptionalLong.of(100), 100, watermark);
  }

  /** A partition with records that were not read. */
  private static Partition lagging(String topic, long watermark) {
    return new Partition(topic, 0, OptionalLong.of(90), 100, watermark);
  }

  private static PartitionFacts createTime() {
    return new PartitionFacts(false, 100, NO_RECORD, NO_RECORD);
  }

  private static PartitionFacts live() {
    return new PartitionFacts(true, 100, NO_RECORD, NO_RECORD);
  }

  private static WatermarkHold only(Partition partition, PartitionFacts facts) {
    return WatermarkHold.of(List.of(partition), Map.of(partition.name(), facts), NOW).orElseThrow();
  }

  @Test
  void isThePartitionWithTheLowestWatermark() {
    Partition early = read("orders", 0, NOW - 7_000);
    Partition late = read("orders", 1, NOW - 6_000);
    assertThat(WatermarkHold.lowest(List.of(late, early))).containsExactly(early);
    WatermarkHold hold =
        WatermarkHold.of(List.of(late, early), Map.of("orders-0", live()), NOW).orElseThrow();
    assertThat(hold.partition()).isEqualTo(early);
    assertThat(hold.others()).isZero();
  }

  @Test
  void isEachPartitionWithoutAWatermark_readOrNot() {
    Partition empty = new Partition("old-campaigns", 0, OptionalLong.of(0), 0, -1_000_000);
    Partition fresh = new Partition("ad-events", 4, OptionalLong.empty(), 12, NONE);
    assertThat(WatermarkHold.lowest(List.of(fresh, empty, read("orders", 0, 0))))
        .containsExactly(fresh, empty);
  }

  @Test
  void isEmpty_withoutPartitions() {
    assertThat(WatermarkHold.of(List.of(), Map.of(), NOW)).isEqualTo(Optional.empty());
  }

  @Test
  void aReplayTopicWithoutARecord_needsAHeartbeat() {
    WatermarkHold hold =
        only(new Partition("old-campaigns", 0, OptionalLong.of(0), 0, NONE), createTime());
    assertThat(hold.reason()).isEqualTo(Reason.NO_HEARTBEAT);
    assertThat(hold.line())
        .isEqualTo(
            "held by old-campaigns-0: no record and no heartbeat yet; send one with"
                + " ./tally send --topic=old-campaigns --until=TIME");
  }

  @Test
  void aTopicOfAJobWithoutAHeartbeat_needsTheJob() {
    WatermarkHold hold = only(read("clean-ad-events", 2, NONE), createTime());
    assertThat(hold.reason()).isEqualTo(Reason.NO_HEARTBEAT);
    assertThat(hold.line())
        .startsWith("held by clean-ad-events-2: no heartbeat yet;")
        .endsWith("./tally run aggregation");
    assertThat(only(read("eu-clean-ad-events", 2, NONE), createTime()).explanation())
        .as("records do not set the watermark of a topic that a job writes")
        .isEqualTo("no heartbeat yet; start the job that writes it");
  }

  @Test
  void aTopicThatWasReadToItsEnd_waitsForARecordOrAHeartbeat() {
    WatermarkHold replay = only(read("old-orders", 0, NOW), createTime());
    assertThat(replay.reason()).isEqualTo(Reason.IDLE);
    assertThat(replay.line()).contains("./tally send --topic=old-orders --until=TIME");
    assertThat(only(read("attributed-orders", 0, NOW), createTime()).line())
        .contains("./tally run attribution");
  }

  @Test
  void aLivePartitionThatWasReadToItsEnd_followsTheClock() {
    assertThat(only(read("ad-events", 0, NOW), live()).reason())
        .isEqualTo(Reason.FOLLOWS_THE_CLOCK);
  }

  @Test
  void aPartitionWithUnreadRecords_lags() {
    WatermarkHold hold = only(lagging("ad-events", NONE), live());
    assertThat(hold.reason()).isEqualTo(Reason.LAGS);
    assertThat(hold.line()).isEqualTo("held by ad-events-0: 10 records are not read yet");
  }

  @Test
  void aPartitionInNoCheckpoint_isNotRead() {
    Partition fresh = new Partition("ad-events", 4, OptionalLong.empty(), 12, NONE);
    assertThat(only(fresh, live()).reason()).isEqualTo(Reason.NOT_READ);
  }

  @Test
  void anOpenTransactionAtThePosition_isTheReason_andALaterOneIsNot() {
    Partition partition = lagging("clean-ad-events", NOW);
    WatermarkHold open =
        only(partition, new PartitionFacts(false, partition.read(), NO_RECORD, NO_RECORD));
    assertThat(open.reason()).isEqualTo(Reason.OPEN_TRANSACTION);
    assertThat(open.line())
        .contains("a transaction is open at offset 90")
        .contains("If it stays open, restart the job that writes it (./tally run aggregation)")
        .endsWith("--topic clean-ad-events --partition 0 --start-offset 90");
    assertThat(
            only(lagging("orders", NOW), new PartitionFacts(false, 90, NO_RECORD, NO_RECORD))
                .line())
        .endsWith("--topic orders --partition 0 --start-offset 90");
    assertThat(
            only(partition, new PartitionFacts(false, partition.read() + 1, NO_RECORD, NO_RECORD))
                .reason())
        .isEqualTo(Reason.LAGS);
  }

  @Test
  void aRecordOfALiveTopicInTheFuture_isTheReason_fromTenMinutesOn() {
    Partition partition = lagging("ad-events", NOW);
    long limit = NOW + WatermarkHold.MAX_AHEAD.toMillis();
    WatermarkHold future = only(partition, new PartitionFacts(true, 100, limit + 1, 95));
    assertThat(future.reason()).isEqualTo(Reason.BROKER_TIME_IN_THE_FUTURE);
    assertThat(future.line()).contains("2026-01-05T00:10:00.001Z", "the clock here shows 2026-01-");
    assertThat(only(partition, new PartitionFacts(true, 100, limit, 95)).reason())
        .isEqualTo(Reason.LAGS);
    assertThat(only(partition, new PartitionFacts(true, 100, limit + 1, 89)).reason())
        .as("a record that was read")
        .isEqualTo(Reason.LAGS);
    assertThat(only(partition, new PartitionFacts(false, 100, limit + 1, 95)).reason())
        .as("a topic whose timestamps the sender sets")
        .isEqualTo(Reason.LAGS);
  }

  @Test
  void ofEqualWatermarks_theReasonThatNeedsActionIsNamed_withTheNumberOfItsPartitions() {
    Partition orders = lagging("old-orders", NONE);
    Partition first = read("old-campaigns", 0, NONE);
    Partition second = read("old-campaigns", 1, NONE);
    WatermarkHold hold =
        WatermarkHold.of(
                List.of(orders, first, second),
                Map.of(
                    orders.name(), createTime(),
                    first.name(), createTime(),
                    second.name(), createTime()),
                NOW)
            .orElseThrow();
    assertThat(hold.partition()).isEqualTo(first);
    assertThat(hold.line()).startsWith("held by old-campaigns-0 (and 1 more): no heartbeat");
  }
}
