package dev.tally.bench;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Runs every sink in turn, for some rounds, and reads back what each has written.
 *
 * <p>Records become visible with a checkpoint, so the time of a run depends on when between two
 * checkpoints it begins. The rounds distribute their beginnings evenly over the interval, the same
 * for every sink.
 */
final class Throughput {
  /**
   * The divisor of the warm-up: each sink first writes its number of records divided by this,
   * unmeasured, so that the JVM has compiled its code.
   */
  private static final int WARM_UP_PART = 2;

  /** The client settings of Tally's sink; the KafkaIO sink has its own. */
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
  private final long kafkaIoRecords;
  private final Consumer<String> console;

  /**
   * Creates a comparison.
   *
   * @param interval from one checkpoint to the next
   * @param records written by Tally's and by Flink's sink
   * @param kafkaIoRecords written by the KafkaIO sink
   * @param console receives lines for the user
   */
  Throughput(
      LocalStack stack,
      Duration interval,
      long records,
      long kafkaIoRecords,
      Consumer<String> console) {
    this.stack = stack;
    this.interval = interval;
    this.records = records;
    this.kafkaIoRecords = kafkaIoRecords;
    this.console = console;
  }

  ThroughputReport run(int rounds) throws Exception {
    stack.up(Server.KAFKA);
    for (Sink sink : Sink.values()) {
      long some = count(sink) / WARM_UP_PART + 1;
      console.accept("warm-up  " + run(sink, "warm-up", some, Duration.ZERO));
    }
    ThroughputReport report = new ThroughputReport();
    for (int round = 1; round <= rounds; round++) {
      Duration begin = interval.multipliedBy(round - 1).dividedBy(rounds);
      for (Sink sink : Sink.values()) {
        ThroughputReport.Run run = run(sink, "round-" + round, count(sink), begin);
        report.add(run);
        console.accept("round %d  %s".formatted(round, run));
      }
    }
    return report;
  }

  private long count(Sink sink) {
    return sink == Sink.KAFKA_IO ? kafkaIoRecords : records;
  }

  @SuppressWarnings("try") // The job runs until it is closed.
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
      try (BenchJob job = sink.start(settings, kafka, topic.name(), load)) {
        nanos = nanosUntilVisible(load, visible, check);
      }
      while (check.poll()) {
        // Reads to the end: a record after the last expected one would be a duplicate.
      }
      return new ThroughputReport.Run(sink, count, nanos / 1e9, check.differences());
    } finally {
      Directories.delete(directory);
    }
  }

  /**
   * Returns the time from the generation of the first record until a reader could read all records.
   */
  private static long nanosUntilVisible(Load load, VisibleEnds visible, OutputCheck check)
      throws IOException, InterruptedException {
    visible.await(load.records());
    while (!check.complete()) {
      check.poll();
      visible.poll();
    }
    OptionalLong since = visible.since(check.lastOffsets());
    while (since.isEmpty()) {
      visible.poll();
      since = visible.since(check.lastOffsets());
    }
    return since.getAsLong() - RunLog.of(load.run()).began().orElseThrow();
  }
}
