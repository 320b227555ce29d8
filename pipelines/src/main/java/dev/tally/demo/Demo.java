package dev.tally.demo;

import dev.tally.generate.GeneratedFiles;
import dev.tally.generate.Plan;
import dev.tally.generate.Summary;
import dev.tally.operate.DeadLetterCounts;
import dev.tally.operate.GroupProgress.Partition;
import dev.tally.operate.PinotStoredTable;
import dev.tally.operate.StoredRecords;
import dev.tally.verify.Differences;
import dev.tally.verify.Truth;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The whole of Tally on one machine: servers started, events generated and sent, the job run on
 * Flink with a failure on the way, and what Pinot then says compared with the truth.
 *
 * <p>Errors: an {@link IOException} with what to do if anything does not come about in time.
 */
public final class Demo {
  /** Events of two hours. */
  private static final Plan PLAN =
      Plan.builder()
          .events(200_000)
          .ads(60)
          .campaigns(20)
          .stores(8)
          .users(5_000)
          .span(Duration.ofHours(2))
          .build();

  private static final String TOPIC = "ad-events";
  private static final int CHECKPOINTS_AFTER_OUTPUT = 3;
  private static final int CHECKPOINTS_TO_DRAIN = 2;

  private final Stage stage;

  /** A demo on a stage of its own. */
  public Demo(Stage stage) {
    this.stage = stage;
  }

  /** Runs it all, and tells how what Pinot says differs from the truth. */
  public Report run() throws IOException {
    stage.tell("1. Starting Kafka and Pinot, each in a JVM of its own");
    stage.open();

    stage.tell("2. Generating events, and the truth about them");
    GeneratedFiles files = GeneratedFiles.at(stage.dir().resolve("events.tsv.gz"));
    Summary summary = files.write(PLAN, lines -> {});
    stage.tell("  " + summary.line());

    stage.tell("3. Running the aggregation job on Flink, a checkpoint every 5 s");
    Fault fault = Fault.at(stage.dir().resolve("fault").toString());
    fault.clear();
    PinotStoredTable table = stage.metrics();
    try (DemoJob job = job()) {
      job.start();
      DemoSender sender = DemoSender.start(stage.kafka(), TOPIC, files.events());
      Watch watch = watch(job, sender);
      Counted counted = new Course(job, sender, watch).count(table, fault, summary.lines());
      return compare(watch, job, table, Truth.read(files.truth()), summary, counted);
    }
  }

  private DemoJob job() {
    return new DemoJob(
        stage,
        "aggregation",
        "--checkpointingInterval=5000",
        "--parallelism=2",
        "--faultTrigger=" + stage.dir().resolve("fault"));
  }

  private Watch watch(DemoJob job, DemoSender sender) {
    return new Watch(
        stage::tell,
        stage.dir().resolve("logs"),
        () -> {
          job.checkAlive();
          sender.check();
        },
        () ->
            "sent %,d, read %,d, lag %,d"
                .formatted(
                    sender.sent(),
                    job.readIn(TOPIC),
                    job.read(TOPIC).stream().mapToLong(Partition::lag).sum()));
  }

  private record Counted(long readAgain, double linesPerSecond) {}

  /** The events counted, through a failure. */
  private final class Course {
    private final DemoJob job;
    private final DemoSender sender;
    private final Watch watch;

    Course(DemoJob job, DemoSender sender, Watch watch) {
      this.job = job;
      this.sender = sender;
      this.watch = watch;
    }

    Counted count(PinotStoredTable table, Fault fault, long lines) throws IOException {
      long started = System.nanoTime();
      watch.await("the first rows in Pinot", () -> table.count() > 0);
      long firstOutput = job.completed();
      watch.await(
          "three checkpoints after them",
          () -> job.completed() >= firstOutput + CHECKPOINTS_AFTER_OUTPUT);
      stage.tell("4. A worker of the job fails now");
      fault.set();
      sender.sendTheRest();
      watch.await("the restart", () -> fault.readAgain() >= 0);
      stage.tell(
          "  restored from the last checkpoint, %,d records are read again"
              .formatted(fault.readAgain()));
      watch.await("the end of the file", () -> sender.done() && job.hasReadAll(TOPIC));
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
    stage.tell("5. Comparing what Pinot says with the truth");
    List<Differences> last = new ArrayList<>();
    watch.await(
        "Pinot to say the truth",
        () -> {
          last.add(StoredRecords.compare(table, truth));
          return last.get(last.size() - 1).none();
        });
    watch.await("the counters", () -> job.counts("events_accepted"));
    Map<String, Long> peaks = new TreeMap<>(stage.peaks());
    peaks.put("job (Flink)", job.peakMiB());
    return new DemoReport(
        summary,
        last.get(last.size() - 1),
        DeadLetterCounts.of(stage.kafka(), "dead-letters"),
        job.dropped(),
        counted.readAgain(),
        counted.linesPerSecond(),
        peaks);
  }
}
