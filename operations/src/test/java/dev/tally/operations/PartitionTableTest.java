package dev.tally.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.operations.GroupProgress.Partition;
import dev.tally.operations.WatermarkHold.Reason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PartitionTableTest {
  private static final Partition EARLY =
      new Partition("ad-events", 0, OptionalLong.of(90), 100, 1_767_571_200_000L);
  private static final Partition LATE =
      new Partition("orders", 1, OptionalLong.of(5), 5, 1_767_571_260_000L);
  private static final Partition NEW =
      new Partition("ad-events", 4, OptionalLong.empty(), 1_234, Long.MIN_VALUE);

  @Test
  void hasALineForEachPartition() {
    List<String> lines = PartitionTable.lines(List.of(EARLY, NEW, LATE), Optional.empty());
    assertThat(lines).hasSize(4);
    assertThat(lines.get(2)).contains("ad-events-4").contains("1,234").endsWith("not read yet");
    assertThat(lines.get(3)).contains("orders-1").contains("2026-01-05T00:01:00Z");
  }

  @Test
  void endsWithWhatHoldsTheWatermark() {
    WatermarkHold hold = new WatermarkHold(EARLY, Reason.LAGS, 0, "10 records are not read yet");
    assertThat(PartitionTable.lines(List.of(LATE, EARLY), Optional.of(hold)))
        .last()
        .isEqualTo("watermark held by ad-events-0: 10 records are not read yet");
  }
}
