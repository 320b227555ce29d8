package dev.tally.scenarios.demo;

import dev.tally.operations.EventFile;
import dev.tally.truth.generate.GeneratedFiles;
import dev.tally.truth.generate.OrderPlan;
import dev.tally.truth.generate.Plan;
import dev.tally.truth.generate.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.joda.time.Instant;

/**
 * The input of both regions and its truth.
 *
 * @param metrics the truth file of ad metrics
 * @param credits the truth file of orders
 */
record RegionsInput(RegionFiles lines, Path metrics, Path credits, ReplayTimes times) {
  static final String FIRST = "us-east";
  static final String SECOND = "us-west";

  /** Generates a day of events, orders and campaigns. */
  static RegionsInput generated(Path dir) throws IOException {
    GeneratedFiles files = GeneratedFiles.at(dir.resolve("events.tsv.gz"));
    Summary summary = files.write(plan(), lines -> {});
    return new RegionsInput(
        new RegionFiles(files.events(), files.orders(), files.campaigns()),
        files.truth(),
        files.ordersTruth(),
        ReplayTimes.of(summary));
  }

  private static Plan plan() {
    return Plan.builder()
        .events(40_000)
        .ads(60)
        .campaigns(20)
        .stores(8)
        .users(300)
        .regions(List.of(FIRST, SECOND))
        .lateShare(0.03)
        .maxDelay(Duration.ofHours(6))
        .orders(OrderPlan.of(2_000))
        .build();
  }

  /**
   * Uses recorded clicks and orders; there are no campaigns.
   *
   * @param log a directory with {@code ad-events.tsv.gz}, {@code orders.tsv.gz}, {@code
   *     truth/metrics.csv} and {@code truth/attribution.csv}
   * @param dir a directory for derived files
   */
  static RegionsInput of(Path log, Path dir) throws IOException {
    Path events = log.resolve("ad-events.tsv.gz");
    Path credits = dir.resolve("orders.truth.csv");
    String truth = Files.readString(log.resolve("truth/attribution.csv"));
    Files.writeString(credits, truth.replaceFirst("^order_id,event_id", "order_id,touch_event_id"));
    return new RegionsInput(
        new RegionFiles(
            events,
            log.resolve("orders.tsv.gz"),
            Files.write(dir.resolve("campaigns.tsv"), new byte[0])),
        log.resolve("truth/metrics.csv"),
        credits,
        times(events));
  }

  private static ReplayTimes times(Path events) throws IOException {
    try (EventFile lines = EventFile.open(events)) {
      EventFile.Line line = Objects.requireNonNull(lines.next(), "no event");
      Instant first = Instant.ofEpochMilli(Objects.requireNonNull(line.brokerTime()));
      while (line != null) {
        line = lines.next();
      }
      return ReplayTimes.between(first, Instant.ofEpochMilli(lines.lastTime()));
    }
  }
}
