package dev.tally.scenarios.demo;

import dev.tally.operations.DeadLetterCounts;
import dev.tally.operations.GroupProgress.Partition;
import dev.tally.scenarios.verify.PinotStoredTable;
import dev.tally.scenarios.verify.StoredRecords;
import dev.tally.transforms.codec.DefaultNames;
import dev.tally.truth.compare.Differences;
import dev.tally.truth.compare.Truth;
import dev.tally.truth.generate.GeneratedFiles;
import dev.tally.truth.generate.Plan;
import dev.tally.truth.generate.Summary;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs the aggregation job end to end on one machine: starts the servers, generates and sends
 * events, runs the job on Flink with one failure, and compares the rows in Pinot with the truth.
 *
 * <p>Errors: {@link IOException} if a step times out; the message says where the logs are.
 */
public final class Demo {
  /** A plan of events over two hours. */
  private static final Plan PLAN =
      Plan.builder()
          .events(200_000)
          .ads(60)
          .campaigns(20)
          .stores(8)
          .users(5_000)
          .span(Duration.ofHours(2))
          .build();

  private static final int CHECKPOINTS_AFTER_OUTPUT = 3;
  private static final int CHECKPOINTS_TO_DRAIN = 2;

  private final DemoEnvironment environment;

  /** Creates a demo. */
  public Demo(DemoEnvironment environment) {
    this.environment = environment;
  }

  /** Runs the demo and returns how the rows in Pinot differ from the truth. */
  public DemoResult run() throws IOException {
    environment.report("1. Starting Kafka and Pinot, each in its own JVM");
    environment.open();

    environment.report("2. Generating events and their expected counts");
    GeneratedFiles files = GeneratedFiles.at(environment.dir().resolve("events.tsv.gz"));
    Summary summary = files.write(PLAN, lines -> {});
    environment.report("  " + summary.line());

    environment.report("3. Running the aggregation job on Flink with a checkpoint every 5 s");
    FaultTrigger fault = FaultTrigger.at(environment.dir().resolve("fault").toString());
    fault.clear();
    PinotStoredTable table = environment.metrics();
    try (DemoJob job = job()) {
      job.start();
      DemoSender sender =
          DemoSender.start(environment.kafka(), DefaultNames.AD_EVENTS, files.events());
      Watch watch = watch(job, sender);
      Counted counted = new Scenario(job, sender, watch).count(table, fault, summary.lines());
      return compare(watch, job, table, Truth.read(files.truth()), summary, counted);
    }
  }

  private DemoJob job() {
    return new DemoJob(
        environment,
        List.of(FaultyAggregationCommand.NAME),
        "aggregation",
        "--checkpointingInterval=5000",
        "--parallelism=2",
        "--faultTrigger=" + environment.dir().resolve("fault"));
  }

  private Watch watch(DemoJob job, DemoSender sender) {
    return new Watch(
        environment::report,
        environment.dir().resolve("logs"),
        () -> {
          job.checkAlive();
          sender.check();
        },
        () ->
            "sent %,d, read %,d, lag %,d"
                .formatted(
                    sender.sent(),
                    job.readIn(DefaultNames.AD_EVENTS),
                    job.read(DefaultNames.AD_EVENTS).stream().mapToLong(Partition::lag).sum()));
  }

  private record Counted(long readAgain, double linesPerSecond) {}

  /** Counts the events and makes a worker fail meanwhile. */
  private final class Scenario {
    private final DemoJob job;
    private final DemoSender sender;
    private final Watch watch;

    Scenario(DemoJob job, DemoSender sender, Watch watch) {
      this.job = job;
      this.sender = sender;
      this.watch = watch;
    }

    Counted count(PinotStoredTable table, FaultTrigger fault, long lines) throws IOException {
      long started = System.nanoTime();
      watch.await("the first rows in Pinot", () -> table.count() > 0);
      long firstOutput = job.completed();
      watch.await(
          "three more checkpoints",
          () -> job.completed() >= firstOutput + CHECKPOINTS_AFTER_OUTPUT);
      environment.report("4. Making a worker of the job fail");
      fault.set();
      sender.sendTheRest();
      watch.await("the restart", () -> fault.readAgain() >= 0);
      environment.report(
          "  restored from the last checkpoint; %,d records are read again"
              .formatted(fault.readAgain()));
      watch.await(
          "the end of the file", () -> sender.done() && job.hasReadAll(DefaultNames.AD_EVENTS));
      double seconds = (System.nanoTime() - started) / 1e9;
      long drained = job.completed() + CHECKPOINTS_TO_DRAIN;
      watch.await("the last checkpoints", () -> job.completed() >= drained);
      return new Counted(fault.readAgain(), lines / seconds);
    }
  }

  private DemoReport compare(
      Watch watch,
      DemoJob job,
      PinotStoredTable table,
      Truth truth,
      Summary summary,
      Counted counted)
      throws IOException {
    environment.report("5. Comparing the rows in Pinot with the expected ones");
    List<Differences> last = new ArrayList<>();
    watch.await(
        "the expected rows in Pinot",
        () -> {
          last.add(StoredRecords.compare(table, truth));
          return last.get(last.size() - 1).none();
        });
    watch.await("the counters", () -> job.counts("events_accepted"));
    Map<String, Long> peaks = new TreeMap<>(environment.peaks());
    peaks.put("job (Flink)", job.peakMiB());
    return new DemoReport(
        summary,
        last.get(last.size() - 1),
        DeadLetterCounts.of(environment.kafka(), DefaultNames.DEAD_LETTERS),
        job.dropped(),
        counted.readAgain(),
        counted.linesPerSecond(),
        peaks);
  }
}
