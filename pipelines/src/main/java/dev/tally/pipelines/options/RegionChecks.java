package dev.tally.pipelines.options;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.TopicInspector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks that the regions of a job are different Kafka clusters, by their cluster ids. */
final class RegionChecks {
  private final Problems problems;
  private final Map<String, String> regionById = new HashMap<>();

  RegionChecks(Problems problems) {
    this.problems = problems;
  }

  /** Returns the regions that the options name, the job's own region first. */
  List<Region> regions(KafkaCluster own, RegionsOptions options) {
    RegionNames names =
        RegionNames.of(
            options.getRegion(),
            String.valueOf(options.getBootstrapServers()),
            options.getOtherRegions());
    problems.addAll(names.problems());
    List<Region> regions =
        new ArrayList<>(List.of(new Region(own.named(options.getRegion()), true)));
    if (names.problems().isEmpty() && names.servers().size() > 1) {
      responds(regions.get(0).kafka());
      names.servers().entrySet().stream()
          .skip(1)
          .map(other -> own.withBootstrapServers(other.getValue()).named(other.getKey()))
          .forEach(other -> regions.add(new Region(other, responds(other))));
    }
    return List.copyOf(regions);
  }

  private boolean responds(KafkaCluster region) {
    Optional<String> id = problems.attempt(() -> TopicInspector.of(region).clusterId());
    if (id == null || id.isEmpty()) {
      return false;
    }
    String before = regionById.put(id.get(), region.name());
    problems.require(
        before == null,
        "Regions %s and %s are the same Kafka cluster: list each cluster once; otherwise its records would be read twice."
            .formatted(before, region.name()));
    return true;
  }
}
