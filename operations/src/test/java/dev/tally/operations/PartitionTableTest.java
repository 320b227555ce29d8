package dev.tally.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.operations.GroupProgress.Partition;
import java.util.List;
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
  void aPartitionThatIsNotReadYet_lagsByItsEndOffset_andHoldsTheWatermark() {
    List<String> lines = PartitionTable.lines(List.of(EARLY, NEW, LATE));
    assertThat(lines.get(2)).contains("ad-events-4").contains("1,234").endsWith("not read yet");
    assertThat(lines).last().asString().contains("held by ad-events-4: not read yet");
  }

  @Test
  void namesTheTopicAndPartitionThatHoldsTheWatermark() {
    List<String> lines = PartitionTable.lines(List.of(LATE, EARLY));
    assertThat(lines.get(1)).contains("orders-1").contains("2026-01-05T00:01:00Z");
    assertThat(lines).last().asString().contains("held by ad-events-0: 2026-01-05T00:00:00Z");
    assertThat(PartitionTable.holder(List.of(EARLY))).isEmpty();
  }
}
