package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.bench.RunLog.Mark;
import dev.tally.runners.Checkpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Uses 40 records, ten per block: blocks 0 and 2 in lane 0, blocks 1 and 3 in lane 1. */
class AddedLatencyTest {
  private static final Load LOAD = new Load("any", 40, 2_000, 0);
  private static final Checkpoint FIRST = new Checkpoint(1, true, 1_000, 1_050, 0);
  private static final Checkpoint SECOND = new Checkpoint(2, true, 2_000, 2_050, 0);
  private static final List<Mark> MARKS =
      List.of(
          new Mark(0, 1, 1_001),
          new Mark(1, 1, 1_002),
          new Mark(0, 2, 2_001),
          new Mark(1, 2, 2_002));

  private static long[] visible(long firstBlocks, long secondBlocks) {
    long[] visible = new long[40];
    for (int i = 0; i < visible.length; i++) {
      visible[i] = i < 20 ? firstBlocks : secondBlocks;
    }
    return visible;
  }

  @Test
  void aRecordCountsFromTheCheckpointThatHoldsIt_alsoWhenItsCommitTakesLongerThanAnInterval() {
    AddedLatency added =
        AddedLatency.of(LOAD, MARKS, List.of(FIRST, SECOND), visible(3_050, 3_060));
    assertThat(added.lastLine()).isEqualTo("added_latency_ms p50=1010 p99=2000 max=2000");
  }

  @Test
  void anAbortedCheckpointHoldsNothing() {
    Checkpoint aborted = new Checkpoint(1, false, 1_000, 1_050, 0);
    AddedLatency added =
        AddedLatency.of(LOAD, MARKS, List.of(aborted, SECOND), visible(2_060, 2_060));
    assertThat(added.lastLine()).isEqualTo("added_latency_ms p50=10 p99=10 max=10");
  }

  @Test
  void thereIsNoFigure_whenTheRuleDoesNotDecide() {
    assertThatThrownBy(() -> AddedLatency.of(LOAD, MARKS, List.of(SECOND), visible(2_060, 2_060)))
        .hasMessageContaining("Checkpoint 1 is unknown");
    Checkpoint long1 = new Checkpoint(1, true, 1_000, 2_010, 0);
    assertThatThrownBy(
            () -> AddedLatency.of(LOAD, MARKS, List.of(long1, SECOND), visible(2_060, 2_060)))
        .hasMessageContaining("overlap");
    assertThatThrownBy(
            () -> AddedLatency.of(LOAD, MARKS, List.of(FIRST, SECOND), visible(1_040, 2_060)))
        .hasMessageContaining("before its checkpoint");
  }
}
