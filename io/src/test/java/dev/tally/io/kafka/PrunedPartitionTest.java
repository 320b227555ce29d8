package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.PrunedPartition.Extent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrunedPartitionTest {
  private static final Extent EXTENT = new Extent("ad-metrics", 3, 10, 100);
  private static final NeededFrom UNION = at("consumer group tally-union", 90);

  private static NeededFrom at(String reader, long offset) {
    return new NeededFrom(reader, Map.of(3, offset, 4, 0L));
  }

  private static PrunedPartition prune(long firstYoung, NeededFrom... readers) {
    return PrunedPartition.of(EXTENT, firstYoung, List.of(readers));
  }

  @Test
  void deletesWhatIsOld_ifAllReadersHaveReadIt() {
    PrunedPartition pruned = prune(50, UNION);
    assertThat(pruned.keptFrom()).isEqualTo(50);
    assertThat(pruned.deleted()).isEqualTo(40);
    assertThat(pruned.reason()).isEqualTo("younger than --keep");
    assertThat(pruned.name()).isEqualTo("ad-metrics-3");
  }

  @Test
  void keepsWhatTheSlowestReaderHasNotRead() {
    PrunedPartition pruned = prune(100, UNION, at("Pinot table ad_metrics", 20), at("x", 70));
    assertThat(pruned.keptFrom()).isEqualTo(20);
    assertThat(pruned.reason()).isEqualTo("not read by Pinot table ad_metrics");
  }

  @Test
  void keepsEverything_forAReaderThatHasNotReadThePartition() {
    assertThat(prune(100, UNION, NeededFrom.start("a")).deleted()).isZero();
    assertThat(prune(100, new NeededFrom("a", Map.of(4, 50L))).deleted()).isZero();
  }

  @Test
  void deletesNothing_whereReadersAreBeforeTheFirstRecord() {
    PrunedPartition pruned = prune(100, at("a", 5));
    assertThat(pruned.keptFrom()).isEqualTo(10);
    assertThat(pruned.deleted()).isZero();
  }

  @Test
  void deletesAllOfATopicThatIsRead() {
    PrunedPartition pruned = prune(200, at("a", 100));
    assertThat(pruned.keptFrom()).isEqualTo(100);
    assertThat(pruned.reason()).isEqualTo("not written yet");
  }
}
