package dev.tally.truth.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpendComparisonTest {
  private static final long DAY = 86_400_000;
  private static final String TRUTH =
      """
      campaign_id,ad_id,minute_ms,spend_micros
      c,a,60000,5
      c,b,86340000,6
      c,a,86400000,7
      free,a,60000,0
      """;

  @TempDir private Path dir;

  @Test
  void addsUpTheRowsOfACampaignAndDay() throws IOException {
    SpendComparison comparison = comparison(TRUTH);
    comparison.add("c", 0, 11);
    comparison.add("c", DAY, 7);
    comparison.add("c", 2 * DAY, 0);
    assertThat(comparison.differences().line()).isEqualTo("missing=0 extra=0 different=0 rows=2");
  }

  @Test
  void countsEachKindOfDifference() throws IOException {
    SpendComparison comparison = comparison(TRUTH);
    comparison.add("c", 0, 10);
    comparison.add("d", 0, 1);
    Differences differences = comparison.differences();
    assertThat(differences.line()).isEqualTo("missing=1 extra=1 different=1 rows=2");
    assertThat(differences.examples())
        .anySatisfy(line -> assertThat(line).contains("spend_micros=10, must be 11"));
  }

  @Test
  void needsTheColumnsOfSpend() {
    assertThatThrownBy(() -> comparison("campaign_id,spend_micros\nc,5\n"))
        .hasMessageContaining("must have the columns");
  }

  private SpendComparison comparison(String csv) throws IOException {
    return SpendComparison.with(Truth.read(Files.writeString(dir.resolve("t.csv"), csv)));
  }
}
