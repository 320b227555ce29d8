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
 * The input of the aggregation benchmark: a replay topic with generated ad events, and the rows
 * that every job must write for them. Each run of each job reads the same topic from its beginning.
 *
 * @param lines the number of records in the topic, without heartbeats
 */
record AggregationInput(
    String bootstrapServers, String topic, long lines, Summary summary, Truth truth) {
  private static final org.joda.time.Duration EXPECTED_DELAY =
      org.joda.time.Duration.standardSeconds(10);

  /** The exponent of a Zipf distribution with which the first of many has half of the events. */
  private static final double HALF_OF_ALL_EVENTS = 1.728;

  private static final long LINES_PER_REPORT = 250_000;

  /**
   * Returns the plan of the events: an hour of broker time, 5 % of the events delivered again, 1 %
   * up to an hour late, 0.3 % lines that must be rejected.
   *
   * @param records the number of events that must be counted
   */
  static Plan plan(long records) {
    return plan(records, 1_000, Skew.USUAL);
  }

  /** Returns such a plan with a number of ads and a distribution of its events. */
  static Plan plan(long records, int ads, Skew skew) {
    Plan.Builder plan =
        Plan.builder()
            .events(records)
            .ads(ads)
            .span(Duration.ofHours(1))
            .duplicateShare(0.05)
            .users(100_000);
    return switch (skew) {
      case USUAL -> plan.build();
      case AD -> plan.zipfExponent(HALF_OF_ALL_EVENTS).build();
      case USER -> plan.hotUserShare(0.5).build();
    };
  }

  /** Which key has half of the events. */
  enum Skew {
    /** None: the events follow a Zipf distribution over the ads, with an exponent of 1.05. */
    USUAL,
    /** One ad has half of all events. */
    AD,
    /** One user has half of all clicks. */
    USER
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
