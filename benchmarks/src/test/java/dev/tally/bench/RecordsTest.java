package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecordsTest {
  @Test
  void aRecordIsAFunctionOfItsIndex() {
    assertThat(Records.value(7)).isEqualTo(Records.value(7)).isNotEqualTo(Records.value(8));
    assertThat(Records.value(7)).hasSize(1_024);
    assertThat(Records.index(Records.value(7))).isEqualTo(7);
    assertThat(Records.index(new byte[3])).isEqualTo(-1);
  }

  @Test
  void theLanesOfALoadGiveEachRecordOnce() {
    Load load = new Load("any", 1_234, Load.UNLIMITED, 0);
    Set<Long> given = new HashSet<>();
    for (int lane = 0; lane < Load.LANES; lane++) {
      int itsLane = lane;
      for (long n = 0; n <= load.blocksInLane(); n++) {
        long through = n + 1;
        load.forEach(
            Load.block(lane, n),
            index -> {
              assertThat(given.add(index)).isTrue();
              assertThat(load.lane(index)).isEqualTo(itsLane);
              assertThat(load.blocksThrough(index)).isEqualTo(through);
            });
      }
    }
    assertThat(given).containsAll(LongStream.range(0, 1_234).boxed().toList()).hasSize(1_234);
  }

  @Test
  void aSteadyLoadGivesWhatItsRateAllows() {
    Load load = new Load("any", 10_000, 2_000, 0);
    assertThat(load.blocksWithin(0)).isZero();
    assertThat(load.blocksWithin(1_000_000_000L)).isEqualTo(100);
    assertThat(load.blocksWithin(1_000_000_000_000L)).isEqualTo(load.blocksInLane());
  }
}
