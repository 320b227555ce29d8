package dev.tally.it.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.truth.compare.Comparison;
import dev.tally.truth.compare.Dimension;
import dev.tally.truth.compare.Measure;
import dev.tally.truth.compare.MetricsRow;
import dev.tally.truth.compare.Truth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the counts that are committed in Kafka with the truth. */
final class CommittedMetrics {
  private CommittedMetrics() {}

  /** Compares the highest revision of each record with the truth. No revision may be duplicated. */
  static String compare(KafkaCluster cluster, String topic, Truth truth) {
    List<JsonNode> committed = TopicContents.of(cluster, topic);
    assertThat(committed)
        .extracting(m -> m.get("record_uuid").asText() + " " + m.get("revision").asLong())
        .doesNotHaveDuplicates();
    Map<String, JsonNode> latest = new HashMap<>();
    for (JsonNode metric : committed) {
      latest.merge(
          metric.get("record_uuid").asText(),
          metric,
          (a, b) -> a.get("revision").asLong() > b.get("revision").asLong() ? a : b);
    }
    Comparison comparison = Comparison.with(truth);
    latest.values().forEach(metric -> comparison.add(row(metric)));
    return comparison.differences().line();
  }

  private static MetricsRow row(JsonNode metric) {
    Map<Dimension, String> dimensions = new HashMap<>();
    for (Dimension dimension : Dimension.values()) {
      String column = dimension == Dimension.MINUTE_MS ? "minute" : dimension.column();
      dimensions.put(dimension, metric.get(column).asText());
    }
    Map<Measure, Long> measures = new HashMap<>();
    for (Measure measure : Measure.values()) {
      measures.put(measure, metric.get(measure.column()).asLong());
    }
    return new MetricsRow(dimensions, measures);
  }
}
