package dev.tally.scenarios.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredRecordsTest {
  private final List<Map<String, String>> rows = new ArrayList<>();
  private final StoredTable table = (columns, action) -> rows.forEach(action);

  private void stand(String uuid, String revision, String clicks) {
    rows.add(Map.of("record_uuid", uuid, "revision", revision, "clicks", clicks));
  }

  @Test
  void theLatestRevisionsAreTheHighest_inAnyOrder_asNumbers() throws IOException {
    stand("a", "9", "1");
    stand("b", "1", "7");
    stand("a", "10", "2");
    stand("a", "10", "2");
    List<String> clicks = new ArrayList<>();
    new LatestRevisions(table).forEach(List.of("clicks"), row -> clicks.add(row.get("clicks")));
    assertThat(clicks).containsExactlyInAnyOrder("2", "7");
  }

  @Test
  void repeatsAreTheRowsBeyondOneARevision() throws IOException {
    assertThat(StoredRecords.repeats(table)).isZero();
    stand("a", "1", "1");
    stand("a", "2", "2");
    stand("b", "1", "1");
    assertThat(StoredRecords.repeats(table)).isZero();
    stand("a", "1", "5");
    stand("b", "1", "1");
    assertThat(StoredRecords.repeats(table)).isEqualTo(2);
  }

  @Test
  void aRevisionThatIsNoNumber_isReportedWithItsRow() {
    stand("a", "", "1");
    stand("a", "1", "1");
    assertThatThrownBy(() -> new LatestRevisions(table).forEach(List.of("clicks"), row -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("No integer in column revision of")
        .hasMessageContaining("record_uuid=a");
  }
}
