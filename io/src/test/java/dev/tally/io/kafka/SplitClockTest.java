package dev.tally.io.kafka;

import static dev.tally.io.kafka.PartitionProgress.BEFORE_ALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.PartitionClock.EndOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.Uuid;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class SplitClockTest {
  private static final long DELAY = 10_000;
  private static final long NOON = 1_800_000_000_000L;
  private static final Uuid ID = new Uuid(1, 2);
  private static final WatermarkPolicy LIVE = WatermarkPolicy.live(Duration.millis(DELAY));
  private static final PartitionShare EVEN = new PartitionShare(0, 2);

  private static SplitClock clock(WatermarkPolicy policy) {
    return new SplitClock(policy, EVEN, TopicMark.UNREAD);
  }

  private static TopicSnapshot topology(long at, int partitions) {
    return new TopicSnapshot(at, ID, partitions);
  }

  @Test
  void aLiveWatermark_neverPassesTheLastLookupOfTheTopic() {
    SplitClock clock = clock(LIVE);
    assertThat(clock.watermark()).isEqualTo(BEFORE_ALL);
    clock.topology(topology(NOON, 2));
    clock.partition(0).record(0, NOON + 60_000);
    assertThat(clock.watermark()).isEqualTo(NOON - DELAY);
    clock.topology(topology(NOON + 120_000, 2));
    assertThat(clock.watermark()).isEqualTo(NOON + 60_000 - DELAY);
  }

  @Test
  void aNewPartitionOfThisSplit_holdsTheWatermarkFromItsDiscovery_untilItIsRead() {
    SplitClock clock = clock(LIVE);
    clock.topology(topology(NOON, 2));
    clock.partition(0).record(0, NOON + 60_000);
    assertThat(clock.watermark()).isEqualTo(NOON - DELAY);
    clock.topology(topology(NOON + 60_000, 3));
    assertThat(clock.watermark()).as("held, but not moved back").isEqualTo(NOON - DELAY);
    clock.partition(2).record(0, NOON + 5_000);
    assertThat(clock.watermark()).isEqualTo(NOON + 5_000 - DELAY);
    clock.partition(2).readThrough(1);
    clock.partition(2).lookup(new EndOffset(NOON + 50_000, 1));
    assertThat(clock.watermark()).isEqualTo(NOON + 50_000 - DELAY);
  }

  @Test
  void aNewPartitionOfAnotherSplit_doesNotHoldTheWatermark() {
    SplitClock clock = clock(LIVE);
    clock.topology(topology(NOON, 3));
    clock.partition(0).record(0, NOON);
    clock.partition(2).record(0, NOON);
    clock.topology(topology(NOON + 1_000, 4));
    assertThat(clock.watermark()).isEqualTo(NOON - DELAY);
  }

  @Test
  void aLiveSplitWithoutPartitions_followsTheLookupsOfTheTopic() {
    SplitClock clock = new SplitClock(LIVE, new PartitionShare(1, 2), TopicMark.UNREAD);
    clock.topology(topology(NOON, 1));
    assertThat(clock.watermark()).isEqualTo(NOON - DELAY);
  }

  @Test
  void noClockAdvancesAReplay() {
    SplitClock clock = clock(WatermarkPolicy.replay(Duration.millis(DELAY)));
    clock.topology(topology(NOON, 2));
    assertThat(clock.watermark()).isEqualTo(BEFORE_ALL);
    clock.partition(0).record(0, 50_000);
    assertThat(clock.watermark()).isEqualTo(40_000);
  }

  @Test
  void aCheckpointContainsIdentityAndProgress_alsoOfPartitionsFoundLater() {
    SplitClock clock = clock(LIVE);
    clock.topology(topology(NOON, 2));
    clock.partition(0).record(7, NOON);
    clock.topology(topology(NOON, 4));
    assertThat(clock.topicId()).isEqualTo(ID);
    assertThat(clock.topicPartitions()).isEqualTo(4);
    assertThat(clock.progress())
        .containsExactly(
            PartitionProgress.of(0, 8, NOON, NOON - DELAY), PartitionProgress.unread(2));
  }

  /**
   * Partitions appear at any time, and each of their records is appended after that. No record is
   * ever below the watermark at the time of its append plus the delay.
   */
  @Property
  void nothingInANewPartitionIsLate_wheneverLookupsHappen(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 3) Integer> steps) {
    SplitClock clock = new SplitClock(LIVE, new PartitionShare(0, 1), TopicMark.UNREAD);
    long now = NOON;
    int partitions = 1;
    int known = 0;
    long[] appendedAt = new long[steps.size() + 2];
    for (int step : steps) {
      now += 700;
      switch (step) {
        case 0 -> appendedAt[partitions++] = now; // A partition with one undiscovered record.
        case 1 -> {
          clock.topology(topology(now, partitions));
          known = Math.max(known, partitions);
        }
        case 2 -> {
          for (int p = 0; p < known; p++) {
            clock.partition(p).readThrough(0);
            clock.partition(p).record(0, Math.max(appendedAt[p], NOON));
            clock.partition(p).lookup(new EndOffset(now, 1));
          }
        }
        default -> {}
      }
      for (int p = known; p < partitions; p++) {
        assertThat(appendedAt[p] == 0 ? now : appendedAt[p])
            .isGreaterThanOrEqualTo(clock.watermark() + DELAY);
      }
    }
  }
}
