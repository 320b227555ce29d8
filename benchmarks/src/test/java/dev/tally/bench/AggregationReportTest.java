package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.bench.JobSettings.Backend;
import dev.tally.bench.ProgressSamples.Steady;
import dev.tally.io.kafka.Delivery;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class AggregationReportTest {
  @Test
  void theLastLineHasTheRatiosOfTheMedians() {
    assertThat(report().lastLine())
        .isEqualTo(
            "tally/flink_seconds=2.00 tally/flink_cpu=3.00 tally/flink_steady=0.50"
                + " tally/beam_seconds=0.10 tally/beam_cpu=0.13 tally_cpu_per_million=60.0");
  }

  @Test
  void theTableHasOneLinePerJob_withMedianAndExtremes() {
    List<String> table = report().table();
    assertThat(table).hasSize(5);
    assertThat(table.get(1)).startsWith("tally 50.0 (40.0 to 60.0)").contains("40,000 (40,000 to");
    assertThat(table.get(4)).startsWith("read  5.0 (5.0 to 5.0)").endsWith("-");
  }

  @Test
  void aReportWithOneWrongOutputIsNotSound() {
    AggregationReport report = report();
    assertThat(report.sound()).isTrue();
    report.add(run(CountingJob.FLINK, 1, 1, Optional.empty(), false));
    assertThat(report.sound()).isFalse();
  }

  @Test
  void theJsonHasEachRunAndTheMedians_andOmitsWhatWasNotMeasured() throws Exception {
    JsonNode json = new ObjectMapper().readTree(AggregationJson.of(report()));
    assertThat(json.path("runs")).hasSize(6);
    assertThat(json.at("/medians/tally/seconds/median").asDouble()).isEqualTo(50);
    assertThat(json.at("/medians/tally/seconds/max").asDouble()).isEqualTo(60);
    assertThat(json.at("/medians/read").has("steady_per_second")).isFalse();
    assertThat(json.path("sound").asBoolean()).isTrue();
  }

  @Test
  void theChartHasABarForEachFigureThatWasMeasured() throws Exception {
    String svg = AggregationChart.of(report());
    Document chart =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    int background = 1;
    assertThat(chart.getElementsByTagName("rect").getLength()).isEqualTo(background + 12);
    assertThat(svg).contains(">not measured<").contains("50.0 (40.0 to 60.0)");
  }

  private static AggregationReport report() {
    AggregationReport report =
        new AggregationReport(
            new CountingRounds.Options(
                List.of(CountingJob.values()),
                2,
                Backend.HEAP,
                Delivery.EXACTLY_ONCE,
                false,
                CountingRounds.Resources.USUAL,
                null));
    report.add(run(CountingJob.TALLY, 40, 60, Optional.of(new Steady(40_000, 30, 5)), true));
    report.add(run(CountingJob.FLINK, 20, 20, Optional.of(new Steady(80_000, 10, 5)), true));
    report.add(run(CountingJob.BEAM, 500, 480, Optional.empty(), true));
    report.add(run(CountingJob.READ, 5, 1, Optional.empty(), true));
    report.add(run(CountingJob.TALLY, 60, 60, Optional.of(new Steady(40_000, 30, 5)), true));
    report.add(run(CountingJob.FLINK, 30, 20, Optional.of(new Steady(80_000, 10, 5)), true));
    return report;
  }

  private static CountingRun run(
      CountingJob job, double seconds, double cpu, Optional<Steady> steady, boolean right) {
    return new CountingRun(
        job,
        1_000_000,
        seconds,
        cpu,
        1,
        steady,
        new JobLoad.Use(1, 2, 3, 4, List.of()),
        10,
        right,
        "");
  }
}
