package dev.tally.scenarios.chaos;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.OnOlderSavepoint;
import dev.tally.operations.TallyTopics;
import dev.tally.operations.TallyTopics.Topic;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Runs a job through seeded crashes and restores on a real broker and a real Flink cluster, and
 * compares the committed records with the records sent.
 *
 * <p>Errors: {@link IOException} if a server or the job does not start.
 */
public final class SinkChaos {
  private static final int PARTITIONS = 4;
  private static final int PER_SECOND = 500;

  /** The rate for Beam's sink, which needs one transaction per record. */
  private static final int PER_SECOND_OF_KAFKA_IO = 60;

  private final LocalStack stack;
  private final Delivery sink;
  private final OnOlderSavepoint onOlderSavepoint;
  private final Consumer<String> console;

  /**
   * Creates a run for one sink.
   *
   * @param stack the servers, which are killed
   * @param console receives lines of output for the user
   */
  public SinkChaos(
      LocalStack stack,
      Delivery sink,
      OnOlderSavepoint onOlderSavepoint,
      Consumer<String> console) {
    this.stack = stack.withFlinkLibrary(System.getProperty("java.class.path"));
    this.sink = sink;
    this.onOlderSavepoint = onOlderSavepoint;
    this.console = console;
  }

  /** Runs the schedules of these seeds one after the other. */
  public ChaosReport run(LongStream seeds) throws IOException, InterruptedException {
    ChaosReport report = new ChaosReport();
    stack.up(Server.KAFKA, Server.TASKMANAGER);
    for (long seed : seeds.toArray()) {
      long started = System.nanoTime();
      Schedule schedule = Schedule.of(seed);
      ScheduleOutcome outcome = run(schedule, report);
      report.add(outcome);
      console.accept(
          "seed %-4d %s ─► %s, %.0f s"
              .formatted(seed, schedule, outcome, (System.nanoTime() - started) / 1e9));
    }
    return report;
  }

  private ScheduleOutcome run(Schedule schedule, ChaosReport report)
      throws IOException, InterruptedException {
    String name = "chaos-" + schedule.seed();
    KafkaCluster kafka = KafkaCluster.at(stack.kafkaBootstrap());
    Topic in = TallyTopics.raw(name + "-in", PARTITIONS, true);
    Topic out = TallyTopics.raw(name + "-out", PARTITIONS, true);
    TallyTopics.create(kafka, List.of(in, out));
    Path breakpoint = Files.createDirectories(stack.dataDir().resolve("breakpoints").resolve(name));
    ChaosJob job =
        new ChaosJob(
            kafka,
            stack.flinkRest().getAuthority(),
            name,
            in.name(),
            out.name(),
            breakpoint,
            sink,
            onOlderSavepoint);
    try (FactSender sender =
            FactSender.start(kafka, in.name(), PARTITIONS, perSecond(), schedule.seed());
        CommittedFacts committed = new CommittedFacts(kafka, out.name(), PARTITIONS)) {
      return new ChaosRun(stack, job, new Breakpoint(breakpoint), sender, committed, report)
          .run(schedule);
    } finally {
      // Otherwise the broker would have more to recover after each kill.
      TallyTopics.delete(kafka, List.of(in.name(), out.name()));
    }
  }

  private int perSecond() {
    return sink == Delivery.KAFKA_IO ? PER_SECOND_OF_KAFKA_IO : PER_SECOND;
  }
}
