package dev.tally.scenarios.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.scenarios.verify.StoredTable;
import dev.tally.transforms.model.AdMetric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HiveProbeTest {
  /** The two records belong to different days. */
  private static final LoadOracle SENT = new LoadOracle(Map.of(1, 2L, 70, 1L));

  private final List<Map<String, String>> rows = new ArrayList<>();
  private final HiveProbe probe = new HiveProbe(new FakeTable());

  @Test
  void allThatWasSentOnce_isExact() {
    stand(1, 1);
    stand(1, 2);
    stand(70, 1);
    assertThat(looked()).isEqualTo(Balance.EXACT);
    assertThat(probe.vanished()).isZero();
    assertThat(rows).extracting(row -> row.get("day")).contains("2025-12-31", "2026-01-01");
  }

  @Test
  void findsWhatIsLost_whatStandsTwice_andWhatNobodySent() {
    stand(1, 2);
    stand(70, 1);
    stand(70, 1);
    stand(70, 2);
    assertThat(looked()).isEqualTo(new Balance(1, 2));
  }

  @Test
  void findsARowOfAnotherDay_andOneWithAnotherValue() {
    stand(1, 1);
    stand(1, 2).put("spend_micros", "");
    stand(70, 1).put("day", "2025-12-31");
    assertThat(looked()).isEqualTo(new Balance(2, 2));
  }

  @Test
  void remembersARowThatVanished_andOneThatStoodTwice_forAWhile() {
    stand(1, 1);
    stand(1, 1);
    probe.probe();
    rows.clear();
    probe.probe();
    stand(1, 1);
    stand(1, 2);
    stand(70, 1);
    assertThat(looked()).isEqualTo(new Balance(0, 1));
    assertThat(probe.vanished()).isEqualTo(2);
  }

  private Balance looked() {
    probe.probe();
    return probe.balance(SENT);
  }

  private Map<String, String> stand(int fact, long revision) {
    AdMetric record = LoadRecords.record(fact, revision);
    Map<String, String> row = new HashMap<>();
    List<String> columns = LoadRecords.columns();
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i), LoadRecords.values(record).get(i));
    }
    row.put("day", LoadRecords.day(record));
    rows.add(row);
    return row;
  }

  private final class FakeTable implements StoredTable {
    @Override
    public void forEach(List<String> columns, Consumer<Map<String, String>> action)
        throws IOException {
      rows.forEach(action);
    }
  }
}
