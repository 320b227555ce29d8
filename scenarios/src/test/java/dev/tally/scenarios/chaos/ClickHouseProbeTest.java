package dev.tally.scenarios.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import dev.tally.transforms.model.AdMetric;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClickHouseProbeTest {
  private static final LoadOracle EXPECTED = new LoadOracle(Map.of(1, 3L, 2, 1L));
  private static final AdMetric FIRST = LoadRecords.record(1, 3);
  private static final AdMetric SECOND = LoadRecords.record(2, 1);

  private final ClickHouseProbe probe = new ClickHouseProbe((columns, action) -> {});

  @Test
  void isExact_whenEachKeyHasItsHighestRevisionOnce() {
    probe.add(rows(LoadRecords.record(1, 2)));
    probe.add(rows(FIRST, SECOND));
    assertThat(probe.balance(EXPECTED)).isEqualTo(Balance.EXACT);
    assertThat(probe.regressed()).isZero();
    assertThat(probe.reads()).isEqualTo(2);
  }

  @Test
  void countsAKeyWithTwoRows_alsoIfALaterReadHasOne() {
    probe.add(rows(FIRST, LoadRecords.record(1, 2), SECOND));
    probe.add(rows(FIRST, SECOND));
    assertThat(probe.balance(EXPECTED)).isEqualTo(new Balance(0, 1));
  }

  @Test
  void countsARevisionThatDecreases_andAKeyThatDisappears() {
    probe.add(rows(FIRST, SECOND));
    probe.add(rows(LoadRecords.record(1, 2)));
    assertThat(probe.regressed()).isEqualTo(2);
    assertThat(probe.balance(EXPECTED).lost()).isEqualTo(2);
  }

  @Test
  void isExact_withoutClickHouse() {
    assertThat(new ClickHouseProbe(null).balance(EXPECTED)).isEqualTo(Balance.EXACT);
  }

  private static Multiset<List<String>> rows(AdMetric... records) {
    return HashMultiset.create(Stream.of(records).map(LoadRecords::values).toList());
  }
}
