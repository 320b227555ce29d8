package dev.tally.io.kafka;

import static dev.tally.io.kafka.PartitionProgress.BEFORE_ALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.PartitionClock.EndOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class PartitionClockTest {
  private static final long DELAY = 10_000;
  private static final long NOON = 1_800_000_000_000L;
  private static final WatermarkPolicy LIVE = WatermarkPolicy.live(Duration.millis(DELAY));
  private static final WatermarkPolicy REPLAY = WatermarkPolicy.replay(Duration.millis(DELAY));

  private static PartitionClock unread(WatermarkPolicy policy) {
    return new PartitionClock(policy, PartitionProgress.unread(0));
  }

  @Test
  void hasNoWatermark_beforeAnythingIsRead() {
    assertThat(unread(LIVE).watermark()).isEqualTo(BEFORE_ALL);
    assertThat(unread(REPLAY).watermark()).isEqualTo(BEFORE_ALL);
    assertThat(unread(WatermarkPolicy.heartbeats()).watermark()).isEqualTo(BEFORE_ALL);
  }

  @Test
  void lagsBrokerTime_byTheExpectedDelay() {
    PartitionClock clock = unread(LIVE);
    assertThat(clock.record(0, NOON)).isEqualTo(NOON);
    assertThat(clock.watermark()).isEqualTo(NOON - DELAY);
  }

  @Test
  void raisesAFallingTimestamp_toTheRunningMaximum() {
    PartitionClock clock = unread(REPLAY);
    clock.record(0, NOON);
    assertThat(clock.record(1, NOON - 5_000)).isEqualTo(NOON);
  }

  @Test
  void anUnusedPartition_followsTheLookup() {
    PartitionClock clock = unread(LIVE);
    clock.readThrough(0);
    clock.lookup(new EndOffset(NOON, 0));
    assertThat(clock.watermark()).isEqualTo(NOON - DELAY);
  }

  @Test
  void anUnreadPartition_isNotMistakenForAnEmptyOne() {
    PartitionClock clock = unread(LIVE);
    clock.lookup(new EndOffset(NOON, 0));
    assertThat(clock.watermark()).isEqualTo(BEFORE_ALL);
  }

  @Test
  void aPartitionThatEndsInATransactionMarker_followsTheLookup_onceThePositionHasPassedIt() {
    PartitionClock clock = unread(LIVE);
    clock.record(0, NOON - 60_000);
    clock.lookup(new EndOffset(NOON, 2));
    assertThat(clock.watermark()).isEqualTo(NOON - 60_000 - DELAY);
    clock.readThrough(2);
    clock.lookup(new EndOffset(NOON, 2));
    assertThat(clock.watermark()).isEqualTo(NOON - DELAY);
  }

  @Test
  void anOpenTransaction_holdsTheWatermark() {
    PartitionClock clock = unread(LIVE);
    clock.record(0, NOON - 60_000);
    clock.readThrough(1);
    clock.lookup(new EndOffset(NOON, 2));
    assertThat(clock.watermark()).isEqualTo(NOON - 60_000 - DELAY);
  }

  @Test
  void aLookup_advancesTheWatermark_butNeverBrokerTime() {
    PartitionClock clock = unread(LIVE);
    clock.readThrough(0);
    clock.lookup(new EndOffset(NOON, 0));
    assertThat(clock.record(0, NOON - 300)).isEqualTo(NOON - 300);
    assertThat(clock.watermark()).isEqualTo(NOON - DELAY);
  }

  @Test
  void anIdlePartition_alsoSubtractsTheReplicationTime() {
    PartitionClock clock = unread(LIVE);
    clock.readThrough(0);
    long completeUntil = NOON - ReplicationTime.of(30_000).toMillis();
    clock.lookup(new EndOffset(completeUntil, 0));
    assertThat(clock.watermark()).isEqualTo(NOON - 45_000 - DELAY);
  }

  @Test
  void aProducerTimestamp_advancesOnlyTheOffset() {
    PartitionClock clock = unread(LIVE);
    assertThat(clock.withoutBrokerTime(0)).isZero();
    assertThat(clock.watermark()).isEqualTo(BEFORE_ALL);
    clock.record(1, NOON);
    assertThat(clock.withoutBrokerTime(2)).isEqualTo(NOON);
    assertThat(clock.progress()).isEqualTo(PartitionProgress.of(0, 3, NOON, NOON - DELAY));
  }

  @Test
  void aReplay_usesNoClock() {
    PartitionClock clock = unread(REPLAY);
    clock.readThrough(0);
    clock.lookup(new EndOffset(NOON, 0));
    assertThat(clock.watermark()).isEqualTo(BEFORE_ALL);
  }

  @Test
  void aHeartbeatOfAReplay_raisesBrokerTimeToo_soThatLaterRecordsAreNotLate() {
    PartitionClock clock = unread(REPLAY);
    clock.record(0, NOON);
    clock.heartbeat(1, NOON + 70_000, NOON + 60_000);
    assertThat(clock.watermark()).isEqualTo(NOON + 60_000);
    assertThat(clock.record(2, NOON)).isEqualTo(NOON + 70_000);
  }

  @Test
  void aTopicOfHeartbeats_advancesByHeartbeatsOnly_andKeepsTimestamps() {
    PartitionClock clock = unread(WatermarkPolicy.heartbeats());
    assertThat(clock.record(0, NOON)).isEqualTo(NOON);
    assertThat(clock.record(1, NOON - 1)).isEqualTo(NOON - 1);
    clock.lookup(new EndOffset(NOON, 2));
    assertThat(clock.watermark()).isEqualTo(BEFORE_ALL);
    clock.heartbeat(2, NOON, NOON - 5_000);
    assertThat(clock.watermark()).isEqualTo(NOON - 5_000);
    clock.heartbeat(3, NOON, NOON - 9_000);
    assertThat(clock.watermark()).isEqualTo(NOON - 5_000);
  }

  @Test
  void aLiveTopic_ignoresHeartbeats_becauseAnyClientCouldSendThem() {
    assertThat(unread(LIVE).acceptsHeartbeats()).isFalse();
    assertThat(unread(REPLAY).acceptsHeartbeats()).isTrue();
  }

  /**
   * The guarantee of the class, also across restores: a record's broker time is at least the
   * watermark before it plus {@code expectedDelay}.
   */
  @Property
  void noRecordIsBelowTheWatermark_forAnyTimestampsAndHeartbeats(
      @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 200_000) Long> steps) {
    PartitionClock clock = unread(REPLAY);
    long offset = 0;
    for (long step : steps) {
      long before = clock.watermark();
      if (step % 5 == 0) {
        clock.heartbeat(offset++, step, step * 2);
      } else {
        long brokerTime = clock.record(offset++, step);
        assertThat(brokerTime).isGreaterThanOrEqualTo(step);
        assertThat(brokerTime - DELAY).isGreaterThanOrEqualTo(before);
      }
      assertThat(clock.watermark()).isGreaterThanOrEqualTo(before);
      if (step % 7 == 0) {
        clock = new PartitionClock(REPLAY, clock.progress());
      }
    }
    assertThat(clock.progress().nextOffset()).isEqualTo(steps.isEmpty() ? -1 : steps.size());
  }
}
