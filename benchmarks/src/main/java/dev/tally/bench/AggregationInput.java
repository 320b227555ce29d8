package dev.tally.bench;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.FileSender;
import dev.tally.operations.TallyTopics;
import dev.tally.truth.compare.Truth;
import dev.tally.truth.generate.GeneratedFiles;
import dev.tally.truth.generate.Plan;
import dev.tally.truth.generate.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The input of the aggregation benchmark: a topic with raw ad events, and the rows that must be the
 * result. Each run of each job reads the topic from its beginning, as a replay.
 *
 * @param lines the number of records in the topic, without heartbeats
 */
record AggregationInput(
    String bootstrapServers, String topic, long lines, Summary summary, Truth truth) {
  private static final org.joda.time.Duration EXPECTED_DELAY =
      org.joda.time.Duration.standardSeconds(10);
  private static final long LINES_PER_REPORT = 250_000;

  /**
   * Returns the plan of the events: an hour of broker time, 5 % of the events delivered again, 1 %
   * up to an hour late, 0.3 % lines that must be rejected.
   *
   * @param records the number of events that must be counted
   */
  static Plan plan(long records) {
    return Plan.builder()
        .events(records)
        .span(Duration.ofHours(1))
        .duplicateShare(0.05)
        .users(100_000)
        .build();
  }

  /** Generates the events and sends them to a new topic. */
  static AggregationInput create(
      String bootstrapServers, Path directory, Plan plan, Consumer<String> console)
      throws IOException {
    KafkaCluster kafka = KafkaCluster.at(bootstrapServers);
    String topic = "bench-ad-events";
    TallyTopics.create(kafka, List.of(TallyTopics.raw(topic, OutputTopic.PARTITIONS, true)));
    GeneratedFiles files = GeneratedFiles.at(directory.resolve("events.tsv"));
    Summary summary = files.write(plan, lines -> {});
    console.accept("input    %s".formatted(summary.line()));
    long sent =
        new FileSender(kafka, topic, EXPECTED_DELAY, 0)
            .send(
                files.events(),
                lines -> {
                  if (lines % LINES_PER_REPORT == 0) {
                    console.accept("input    %,d lines sent".formatted(lines));
                  }
                });
    Truth truth = Truth.read(files.truth());
    Files.delete(files.events());
    return new AggregationInput(bootstrapServers, topic, sent, summary, truth);
  }

  KafkaCluster kafka() {
    return KafkaCluster.at(bootstrapServers);
  }
}
