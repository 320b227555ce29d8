package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.operations.restate.MinuteRange;
import dev.tally.operations.restate.RestateJson;
import dev.tally.operations.restate.RestateReport;
import dev.tally.transforms.model.MeasureSums;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class RestateResultTest {
  private static final RestateReport REPORT =
      new RestateReport(
          new MinuteRange(
              Instant.parse("2026-03-01T12:00:00Z"), Instant.parse("2026-03-01T18:00:00Z")),
          List.of("bot 1: bots.txt (2 entries, 0123456789ab)"),
          new RestateReport.Events(41_220, 20_310, 112, Map.of("NOT_JSON", 3L)),
          new RestateReport.Rows(9_122, 14, 36, 2),
          1,
          List.of(
              new RestateReport.Change(
                  LocalDate.of(2026, 3, 1),
                  "c-1",
                  MeasureSums.of(10, 812, 0, 170_520_000),
                  MeasureSums.of(10, 797, 0, 167_370_000)),
              new RestateReport.Change(
                  LocalDate.of(2026, 3, 1),
                  "c-7",
                  MeasureSums.NONE,
                  MeasureSums.of(2_140, 0, 0, 0))));

  @Test
  void comparesEachMeasureThatDiffers_andTheTotal() {
    assertThat(printed(REPORT, false))
        .containsExactly(
            "invalid traffic: bot 1: bots.txt (2 entries, 0123456789ab)",
            "events: 41,220 raw records read; 20,310 events of the range counted; 112 duplicates; 3 rejected (NOT_JSON 3)",
            "day         campaign                  measure                            before                 after            difference",
            "2026-03-01  c-1                       clicks                                812                   797                   -15",
            "2026-03-01  c-1                       spend_micros                  170,520,000           167,370,000            -3,150,000",
            "2026-03-01  c-7                       impressions                             0                 2,140                +2,140",
            "total                                 impressions                            10                 2,150                +2,140",
            "total                                 clicks                                812                   797                   -15",
            "total                                 spend_micros                  170,520,000           167,370,000            -3,150,000",
            "rows: 9,122 unchanged, 14 changed, 36 new, 2 set to zero",
            "52 rows written with generation 1");
  }

  @Test
  void reportsThatNothingWasWritten() {
    assertThat(printed(REPORT, true)).endsWith("nothing was written (--dryRun)");
    RestateReport same =
        new RestateReport(
            REPORT.range(),
            List.of(),
            REPORT.events(),
            new RestateReport.Rows(9_174, 0, 0, 0),
            1,
            List.of());
    assertThat(printed(same, false))
        .hasSize(3)
        .endsWith("rows: 9,174 unchanged, 0 changed, 0 new, 0 set to zero", "nothing to write");
  }

  @Test
  void hasTheSameNumbersAsJson() throws IOException {
    JsonNode json = new ObjectMapper().readTree(RestateJson.of(REPORT, 52));
    assertThat(json.at("/rows/written").asLong()).isEqualTo(52);
    assertThat(json.at("/rows/zeroed").asLong()).isEqualTo(2);
    assertThat(json.at("/events/rejected/NOT_JSON").asLong()).isEqualTo(3);
    assertThat(json.at("/changes/0/campaign_id").asText()).isEqualTo("c-1");
    assertThat(json.at("/changes/0/before/spend_micros").asLong()).isEqualTo(170_520_000);
    assertThat(json.at("/changes/1/after/impressions").asLong()).isEqualTo(2_140);
    assertThat(json.at("/from").asText()).isEqualTo("2026-03-01T12:00:00.000Z");
  }

  private static List<String> printed(RestateReport report, boolean dryRun) {
    StringWriter text = new StringWriter();
    new RestateResult(report).print(new PrintWriter(text, true), dryRun);
    return text.toString().lines().toList();
  }
}
