package dev.tally.truth.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.truth.compare.Comparison;
import dev.tally.truth.compare.Dimension;
import dev.tally.truth.compare.Measure;
import dev.tally.truth.compare.MetricsRow;
import dev.tally.truth.compare.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Checks recorded clicks, if they are available: in the directory of {@code -Dtally.data=…}, or
 * next to the project.
 */
class RealClicksTest {
  private final Path clicks =
      Path.of(
          System.getProperty(
              "tally.data", System.getProperty("tally.home", ".") + "/../shared/data/real-clicks"));

  @BeforeEach
  void needsTheData() {
    assumeTrue(Files.isDirectory(clicks), "no real clicks at " + clicks);
  }

  @Test
  void truth_loads() throws IOException {
    Truth truth = Truth.read(clicks.resolve("truth/metrics.csv"));

    assertThat(truth.rows()).isEqualTo(42_244);
    assertThat(truth.total(Measure.CLICKS)).isEqualTo(50_000);
    assertThat(truth.total(Measure.IMPRESSIONS)).isZero();
    assertThat(truth.dimensions()).containsExactly(Dimension.AD_ID, Dimension.MINUTE_MS);
  }

  @Test
  void recount_findsTheirTruth() throws IOException {
    Recount recount = new Recount(Duration.ofHours(6), Duration.ofMinutes(5));
    Tsv.read(clicks.resolve("ad-events.tsv.gz"))
        .forEach(line -> recount.line(line.brokerTime(), line.value()));
    JsonNode theirs = new ObjectMapper().readTree(clicks.resolve("truth/summary.json").toFile());
    JsonNode invalid = theirs.get("invalid");
    Comparison comparison = Comparison.with(Truth.read(clicks.resolve("truth/metrics.csv")));
    recount.rows.forEach((key, row) -> comparison.add(row(key.split(",", -1), row)));

    assertThat(comparison.differences().line())
        .isEqualTo("missing=0 extra=0 different=0 rows=42244");
    assertThat(recount.lines).isEqualTo(theirs.get("lines").asLong());
    assertThat(recount.accepted).isEqualTo(theirs.get("accepted").asLong());
    assertThat(recount.duplicates).isEqualTo(theirs.get("duplicates").asLong());
    assertThat(recount.deadLetters)
        .isEqualTo(
            Map.of(
                "NOT_JSON", count(invalid, "not_json"),
                "MISSING_FIELD", count(invalid, "no_event_id") + count(invalid, "no_ad_id"),
                "EMPTY_ID", count(invalid, "no_user_id"),
                "WRONG_TYPE", count(invalid, "bad_time"),
                "UNKNOWN_EVENT_TYPE", count(invalid, "bad_type"),
                "IN_THE_FUTURE", count(invalid, "far_future")));
  }

  private static long count(JsonNode counts, String cause) {
    return counts.get(cause).asLong();
  }

  private static MetricsRow row(String[] key, long[] counts) {
    return new MetricsRow(
        Map.of(
            Dimension.REGION, key[0],
            Dimension.CAMPAIGN_ID, key[1],
            Dimension.AD_ID, key[2],
            Dimension.STORE_ID, key[3],
            Dimension.MINUTE_MS, key[4]),
        Map.of(
            Measure.IMPRESSIONS, counts[0],
            Measure.CLICKS, counts[1],
            Measure.SPEND_MICROS, counts[2]));
  }
}
