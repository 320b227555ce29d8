package dev.tally.operations.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTextTest {
  private static final CapacityPlan PLAN = Knob.plan(Knob.defaults());

  @Test
  void hasALinePerEstimate_withItsBasis() {
    assertThat(PlanText.lines(PLAN))
        .contains("Kafka, per region", "Remember")
        .doesNotContain("Problems of these inputs")
        .anyMatch(line -> line.matches("  state of deduplication +578 MB  21\\.4 bytes per id"))
        .allMatch(line -> line.length() <= 120);
  }

  @Test
  void namesTheUnit_inJson() throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(PlanJson.of(PLAN));

    assertThat(json.at("/aggregation/id_state_bytes").asLong()).isEqualTo(577_800_000L);
    assertThat(json.at("/aggregation/remembered_ids").asLong()).isEqualTo(27_000_000L);
    assertThat(json.at("/inputs/rows_per_minute").asLong()).isEqualTo(1_000);
    assertThat(json.at("/pinot/key_window_seconds").asLong()).isEqualTo(90 * 86_400);
    assertThat(json.at("/traps/0/kind").asText()).isEqualTo("remember");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COUNT | 1234.4 | 1,234",
        "COUNT | 1e18 | 1.0e+18",
        "CORES | 2.25 | 2.3 cores",
        "BYTES | 999 | 999 B",
        "BYTES | 1500 | 1.5 kB",
        "BYTES | 123e9 | 123 GB",
        "BYTES | 5e24 | 5,000,000 EB",
        "BYTES_PER_SECOND | 2.5e6 | 2.5 MB/s",
        "SECONDS | 90 | 90 s",
        "SECONDS | 600 | 10 min",
        "SECONDS | 21600 | 6 h",
        "SECONDS | 604800 | 7 days",
      })
  void formatsEachUnit(Unit unit, double value, String text) {
    assertThat(unit.text(value)).isEqualTo(text);
  }
}
