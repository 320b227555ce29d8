package dev.tally.scenarios.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.truth.compare.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void aRowOfZerosIsNoRow_becauseARestatementHasReplacedIt(@TempDir Path dir) throws IOException {
    Path file =
        Files.writeString(dir.resolve("truth.csv"), "campaign_id,impressions,clicks\nc-1,3,0\n");
    row("c-1", "3");
    row("c-2", "0");
    assertThat(StoredRecords.compare(table, Truth.read(file)).none()).isTrue();
    row("c-3", "1");
    assertThat(StoredRecords.compare(table, Truth.read(file)).extra()).isEqualTo(1);
  }

  @Test
  void aMeasureThatARowOfAnEarlierBuildDoesNotHave_isZero(@TempDir Path dir) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("truth.csv"), "campaign_id,impressions,invalid_impressions\nc-1,3,0\n");
    row("c-1", "3");
    assertThat(StoredRecords.compare(table, Truth.read(file)).none()).isTrue();
    row("c-1", "");
    assertThatThrownBy(() -> StoredRecords.compare(table, Truth.read(file)))
        .hasMessageContaining("No integer in column impressions of");
  }

  private void row(String campaign, String impressions) {
    rows.add(
        Map.of(
            "region", "us",
            "campaign_id", campaign,
            "ad_id", "a",
            "store_id", "s",
            "minute", "0",
            "impressions", impressions,
            "clicks", "0",
            "repeat_clicks", "0",
            "spend_micros", "0"));
  }
}
