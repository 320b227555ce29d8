package dev.tally.scenarios.demo;

import dev.tally.truth.compare.Differences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The results of the demo of two regions.
 *
 * @param stores differences between each store and the truth, by the store's name
 * @param downSeconds how long the second region had no Kafka
 * @param droppedAsLate number of events that the runner dropped, in all jobs; must be 0
 * @param peakMiB peak resident memory by process
 */
record RegionsReport(
    Map<String, Differences> stores,
    double downSeconds,
    long droppedAsLate,
    Map<String, Long> peakMiB)
    implements DemoResult {
  @Override
  public boolean proven() {
    return stores.values().stream().allMatch(Differences::none) && droppedAsLate == 0;
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    peakMiB.forEach((name, mib) -> lines.add("peak memory of %s: %,d MiB".formatted(name, mib)));
    lines.add("the second region had no Kafka for %,.0f s".formatted(downSeconds));
    lines.add("dropped as late by all jobs: %,d".formatted(droppedAsLate));
    stores.values().forEach(differences -> lines.addAll(differences.examples()));
    stores.forEach((name, differences) -> lines.add(name + ": " + differences.line()));
    lines.add(
        "regions=2 missing=%d extra=%d different=%d rows=%d"
            .formatted(
                sum(Differences::missing),
                sum(Differences::extra),
                sum(Differences::different),
                sum(Differences::rows)));
    return lines;
  }

  private long sum(ToLongFunction<Differences> count) {
    return stores.values().stream().mapToLong(count).sum();
  }
}
