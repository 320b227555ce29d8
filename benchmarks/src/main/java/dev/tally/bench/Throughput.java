package dev.tally.bench;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.stack.LocalStack;
import dev.tally.stack.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Runs every sink in turn, some rounds, and reads back what each has written.
 *
 * <p>What is written becomes visible with a checkpoint, so a run's time depends on when it begins
 * between two of them. The rounds spread their beginnings evenly over the interval, the same for
 * every sink.
 */
final class Throughput {
  /** How much of a run each sink does before, unmeasured, so that the JVM knows its code. */
  private static final int WARM_UP_PART = 2;

  /** Those of Tally's sink; the stock one has its own. */
  private static final Map<String, String> CLIENT =
      Map.of(
          "batch.size",
          String.valueOf(256 << 10),
          "linger.ms",
          "5",
          "max.request.size",
          String.valueOf(20 << 20),
          "transaction.timeout.ms",
          "300000");

  private final LocalStack stack;
  private final Duration interval;
  private final long records;
  private final long stockRecords;
  private final Consumer<String> tell;

  /**
   * A comparison.
   *
   * @param interval from a checkpoint to the next
   * @param records by ours and by Flink's
   * @param stockRecords by the stock sink
   * @param tell takes lines for the user
   */
  Throughput(
      LocalStack stack, Duration interval, long records, long stockRecords, Consumer<String> tell) {
    this.stack = stack;
    this.interval = interval;
    this.records = records;
    this.stockRecords = stockRecords;
    this.tell = tell;
  }

  ThroughputReport run(int rounds) throws Exception {
    stack.up(Server.KAFKA);
    for (Sink sink : Sink.values()) {
      long some = count(sink) / WARM_UP_PART + 1;
      tell.accept("warm-up  " + run(sink, "warm-up", some, Duration.ZERO));
    }
    ThroughputReport report = new ThroughputReport();
    for (int round = 1; round <= rounds; round++) {
      Duration begin = interval.multipliedBy(round - 1).dividedBy(rounds);
      for (Sink sink : Sink.values()) {
        ThroughputReport.Run run = run(sink, "round-" + round, count(sink), begin);
        report.add(run);
        tell.accept("round %d  %s".formatted(round, run));
      }
    }
    return report;
  }

  private long count(Sink sink) {
    return sink == Sink.STOCK ? stockRecords : records;
  }

  @SuppressWarnings("try") // The job runs while it is open.
  private ThroughputReport.Run run(Sink sink, String name, long count, Duration begin)
      throws Exception {
    Load load =
        new Load("bench-%s-%s".formatted(sink, name), count, Load.UNLIMITED, begin.toMillis());
    KafkaCluster kafka = KafkaCluster.at(stack.kafkaBootstrap()).withSettings(CLIENT);
    Path directory = stack.dataDir().resolve("jobs").resolve(load.run());
    JobSettings settings = new JobSettings(directory, interval, 0);
    try (OutputTopic topic = OutputTopic.create(kafka, load.run());
        VisibleEnds visible = new VisibleEnds(topic);
        OutputCheck check = new OutputCheck(topic, count)) {
      long nanos;
      try (RunningJob job = sink.start(settings, kafka, topic.name(), load)) {
        nanos = nanosUntilVisible(load, visible, check);
      }
      while (check.poll()) {
        // What came behind the last record would be one too many.
      }
      return new ThroughputReport.Run(sink, count, nanos / 1e9, check.differences());
    } finally {
      Directories.delete(directory);
    }
  }

  /** From the first record made to the moment at which a reader could read them all. */
  private static long nanosUntilVisible(Load load, VisibleEnds visible, OutputCheck check)
      throws IOException, InterruptedException {
    visible.await(load.records());
    while (!check.complete()) {
      check.poll();
      visible.look();
    }
    OptionalLong since = visible.since(check.lastOffsets());
    while (since.isEmpty()) {
      visible.look();
      since = visible.since(check.lastOffsets());
    }
    return since.getAsLong() - RunLog.of(load.run()).began().orElseThrow();
  }
}
