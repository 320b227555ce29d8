package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tally.bench.FreshnessFigures.Stage;
import dev.tally.bench.ProbeTimes.Place;
import dev.tally.runners.Checkpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FreshnessFiguresTest {
  private static final List<Checkpoint> AGGREGATION =
      List.of(checkpoint(1, 900, 950), checkpoint(2, 6_000, 6_300), checkpoint(3, 11_000, 11_200));
  private static final List<Checkpoint> UNION =
      List.of(checkpoint(1, 8_000, 8_100), checkpoint(2, 13_000, 13_100));

  private static Checkpoint checkpoint(long id, long triggered, long acknowledged) {
    return new Checkpoint(id, true, triggered, acknowledged, 1);
  }

  /** Returns the times of one probe that became visible as in a run with both jobs. */
  private static ProbeTimes probe() {
    ProbeTimes probes = new ProbeTimes(2);
    probes.seen(Place.SENT, 0, 1_000);
    probes.seen(Place.ACKNOWLEDGED, 0, 1_010);
    probes.seen(Place.AD_METRICS, 0, 6_400);
    probes.seen(Place.ALL_AD_METRICS, 0, 8_150);
    probes.seen(Place.PINOT, 0, 8_500);
    return probes;
  }

  private static FreshnessFigures figures(ProbeTimes probes, int to) {
    Map<Place, List<Checkpoint>> jobs = new LinkedHashMap<>();
    jobs.put(Place.AD_METRICS, AGGREGATION);
    jobs.put(Place.ALL_AD_METRICS, UNION);
    return FreshnessFigures.of(probes, 0, to, jobs);
  }

  private static Map<String, Long> medians(FreshnessFigures figures) {
    return figures.stages().stream()
        .collect(Collectors.toMap(Stage::key, stage -> stage.percentile(50)));
  }

  @Test
  void eachStageBeginsWhereThePreviousOneEnds() {
    assertThat(medians(figures(probe(), 1)))
        .containsEntry("acknowledged", 10L)
        .containsEntry("ad_metrics_processing", 4_990L)
        .containsEntry("ad_metrics_checkpoint", 300L)
        .containsEntry("ad_metrics_commit", 100L)
        .containsEntry("ad_metrics", 5_390L)
        .containsEntry("all_ad_metrics_processing", 1_600L)
        .containsEntry("all_ad_metrics_checkpoint", 100L)
        .containsEntry("all_ad_metrics_commit", 50L)
        .containsEntry("all_ad_metrics", 1_750L)
        .containsEntry("pinot", 350L)
        .containsEntry("total", 7_500L);
  }

  @Test
  void withoutAUnionJob_pinotFollowsTheAggregationJob() {
    Map<Place, List<Checkpoint>> jobs = Map.of(Place.AD_METRICS, AGGREGATION);
    Map<String, Long> medians = medians(FreshnessFigures.of(probe(), 0, 1, jobs));
    assertThat(medians).containsEntry("pinot", 2_100L).containsEntry("total", 7_500L);
    assertThat(medians).doesNotContainKey("all_ad_metrics");
  }

  @Test
  void aProbeThatIsNotQueryableIsNotCounted() {
    ProbeTimes probes = probe();
    probes.seen(Place.SENT, 1, 2_000);
    assertThat(probes.count(Place.PINOT, 0, 2)).isEqualTo(1);
    assertThat(probes.firstMissing(Place.PINOT, 0)).isEqualTo(1);
    ObjectNode json = FreshnessFigures.json();
    figures(probes, 2).addTo(json);
    assertThat(json.at("/stages_ms/9/stage").asText()).isEqualTo("pinot");
    assertThat(json.at("/stages_ms/9/probes").asInt()).isEqualTo(1);
  }

  @Test
  void theFirstTimeOfAProbeCounts() {
    ProbeTimes probes = probe();
    probes.seen(Place.PINOT, 0, 9_000);
    assertThat(figures(probes, 1).lastLine())
        .isEqualTo("freshness_ms p50=7500 p90=7500 p99=7500 max=7500");
    assertThat(ProbeTimes.probe(ProbeTimes.adId(17))).isEqualTo(17);
  }
}
