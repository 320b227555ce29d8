package dev.tally.scenarios.chaos;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.TallyTopics;
import dev.tally.operations.TallyTopics.Topic;
import dev.tally.runners.FlinkRest;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Kills the task manager and the broker while the budget job runs, and compares the spend of each
 * campaign with the records sent.
 *
 * <p>Errors: {@link IOException} if a server or the job does not start, or the job does not
 * continue after a fault.
 */
public final class BudgetChaos {
  private static final int FAULTS = 4;
  private static final int MOST_MILLIS = 3_000;
  private static final int RECORDS_BETWEEN = 5;
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final long POLL_MILLIS = 500;

  private final LocalStack stack;
  private final Consumer<String> console;

  /**
   * Creates a run.
   *
   * @param stack the servers, which are killed
   * @param console receives lines of output for the user
   */
  public BudgetChaos(LocalStack stack, Consumer<String> console) {
    this.stack = stack.withFlinkLibrary(System.getProperty("java.class.path"));
    this.console = console;
  }

  /** Runs the schedules of these seeds one after the other. */
  public BudgetChaosReport run(LongStream seeds) throws IOException, InterruptedException {
    BudgetChaosReport report = BudgetChaosReport.NONE;
    stack.up(Server.KAFKA, Server.TASKMANAGER);
    for (long seed : seeds.toArray()) {
      BudgetChaosReport end = run(seed);
      console.accept("seed %-4d ─► %s".formatted(seed, end.lines().get(0)));
      report = report.plus(end);
    }
    return report;
  }

  private BudgetChaosReport run(long seed) throws IOException, InterruptedException {
    BudgetTopics topics = new BudgetTopics("budget-%d-".formatted(seed));
    KafkaCluster kafka = KafkaCluster.at(stack.kafkaBootstrap());
    TallyTopics.create(kafka, topics.all());
    FlinkRest flink = FlinkRest.at(stack.flinkRest().toString());
    FlinkRest.Job job = new BudgetChaosJob(stack, topics).submit();
    try (BudgetSender sender = BudgetSender.start(kafka, topics.adMetrics(), seed)) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int fault = 0; fault < FAULTS; fault++) {
        awaitRecords(kafka, topics);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_MILLIS));
        stack.kill(random.nextInt(2) == 0 ? Server.TASKMANAGER : Server.KAFKA);
        stack.up(Server.KAFKA, Server.TASKMANAGER);
      }
      awaitRecords(kafka, topics);
      return compare(kafka, topics, sender.finish());
    } finally {
      flink.cancel(job, DEADLINE);
      TallyTopics.delete(kafka, topics.all().stream().map(Topic::name).toList());
    }
  }

  private void awaitRecords(KafkaCluster kafka, BudgetTopics topics)
      throws IOException, InterruptedException {
    long before = SeenSpend.in(kafka, topics.campaignSpend()).records();
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (SeenSpend.in(kafka, topics.campaignSpend()).records() < before + RECORDS_BETWEEN) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "The budget job has written no record for %d s: see the logs in %s"
                .formatted(DEADLINE.toSeconds(), stack.dataDir()));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private static BudgetChaosReport compare(
      KafkaCluster kafka, BudgetTopics topics, Map<String, Long> expected)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    SeenSpend seen = SeenSpend.in(kafka, topics.campaignSpend());
    while (!seen.spend().equals(expected) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      seen = SeenSpend.in(kafka, topics.campaignSpend());
    }
    Map<String, Long> different = new TreeMap<>(expected);
    different.entrySet().removeAll(seen.spend().entrySet());
    return new BudgetChaosReport(
        1, FAULTS, different.size(), seen.repeated(), seen.decreased(), expected.size());
  }
}
