package dev.tally.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tally.bench.ProbeTimes.Place;
import dev.tally.runners.Checkpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How long the probes needed for each stage, and in total, in milliseconds.
 *
 * <p>Which checkpoint a count was committed with follows from the times: the last one that was
 * complete when the count became visible. A stage that ends with the begin of that checkpoint
 * contains the wait for it.
 */
final class FreshnessFigures {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int[] PERCENTS = {50, 90, 99, 100};
  private static final String TOTAL = "total";

  private final List<Stage> stages = new ArrayList<>();

  /**
   * A stage.
   *
   * @param key the name in JSON
   * @param text the name in the table
   * @param sorted the durations of all probes in milliseconds, in ascending order
   */
  @SuppressWarnings("ArrayRecordComponent") // Instances are never compared.
  record Stage(String key, String text, long[] sorted) {
    long percentile(int percent) {
      return sorted.length == 0 ? 0 : Percentiles.percentile(sorted, percent);
    }
  }

  /**
   * Computes the figures of the probes in a range.
   *
   * @param jobs the completed checkpoints of each job, by the place that it writes to; in the order
   *     of the places
   */
  static FreshnessFigures of(
      ProbeTimes probes, int from, int to, Map<Place, List<Checkpoint>> jobs) {
    FreshnessFigures figures = new FreshnessFigures();
    figures.add(
        "acknowledged",
        "acknowledged by Kafka",
        between(probes, from, to, Place.SENT, Place.ACKNOWLEDGED));
    Place before = Place.ACKNOWLEDGED;
    for (Map.Entry<Place, List<Checkpoint>> job : jobs.entrySet()) {
      figures.addJob(probes, from, to, before, job.getKey(), job.getValue());
      before = job.getKey();
    }
    figures.add("pinot", "queryable in Pinot", between(probes, from, to, before, Place.PINOT));
    figures.add(TOTAL, "sent to queryable", between(probes, from, to, Place.SENT, Place.PINOT));
    return figures;
  }

  private void addJob(
      ProbeTimes probes,
      int from,
      int to,
      Place before,
      Place place,
      List<Checkpoint> checkpoints) {
    List<Long> waits = new ArrayList<>();
    List<Long> durations = new ArrayList<>();
    List<Long> commits = new ArrayList<>();
    for (int probe = from; probe < to; probe++) {
      long visible = probes.at(place, probe);
      long start = probes.at(before, probe);
      checkpointOf(visible, checkpoints)
          .ifPresent(
              checkpoint -> {
                waits.add(Math.max(0, checkpoint.triggered() - start));
                durations.add(checkpoint.acknowledged() - Math.max(start, checkpoint.triggered()));
                commits.add(visible - checkpoint.acknowledged());
              });
    }
    String topic = place.name().toLowerCase(Locale.ROOT);
    String name = topic.replace('_', '-');
    add(topic + "_processing", name + ": processing, pane, wait for checkpoint", waits);
    add(topic + "_checkpoint", name + ": checkpoint", durations);
    add(topic + "_commit", name + ": commit until visible", commits);
    add(topic, name + ": all three", between(probes, from, to, before, place));
  }

  private static Optional<Checkpoint> checkpointOf(long visible, List<Checkpoint> checkpoints) {
    return checkpoints.stream()
        .filter(checkpoint -> checkpoint.acknowledged() <= visible)
        .reduce((one, next) -> next);
  }

  private static List<Long> between(ProbeTimes probes, int from, int to, Place start, Place end) {
    List<Long> durations = new ArrayList<>();
    for (int probe = from; probe < to; probe++) {
      if (probes.has(start, probe) && probes.has(end, probe)) {
        durations.add(probes.at(end, probe) - probes.at(start, probe));
      }
    }
    return durations;
  }

  private void add(String key, String text, List<Long> durations) {
    long[] sorted = durations.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    stages.add(new Stage(key, text, sorted));
  }

  List<Stage> stages() {
    return List.copyOf(stages);
  }

  private Stage total() {
    return stages.get(stages.size() - 1);
  }

  /** Returns the table: a line per stage, in seconds. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("%-58s%9s%9s%9s%9s".formatted("seconds", "p50", "p90", "p99", "max"));
    for (Stage stage : stages) {
      StringBuilder line = new StringBuilder("%-58s".formatted(stage.text()));
      for (int percent : PERCENTS) {
        line.append(String.format(Locale.ROOT, "%9.2f", stage.percentile(percent) / 1e3));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** Adds the figures to a JSON object, in milliseconds. */
  void addTo(ObjectNode root) {
    ArrayNode array = root.putArray("stages_ms");
    for (Stage stage : stages) {
      ObjectNode json = array.addObject();
      json.put("stage", stage.key());
      json.put("probes", stage.sorted().length);
      json.put("p50", stage.percentile(50));
      json.put("p90", stage.percentile(90));
      json.put("p99", stage.percentile(99));
      json.put("max", stage.percentile(100));
    }
  }

  static ObjectNode json() {
    return JSON.createObjectNode();
  }

  /** Returns the figures for scripts. */
  String lastLine() {
    Stage total = total();
    return "freshness_ms p50=%d p90=%d p99=%d max=%d"
        .formatted(
            total.percentile(50),
            total.percentile(90),
            total.percentile(99),
            total.percentile(100));
  }
}
