package dev.tally.demo;

import dev.tally.generate.GeneratedFiles;
import dev.tally.generate.Plan;
import dev.tally.generate.Summary;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotTables;
import dev.tally.operate.DeadLetterCounts;
import dev.tally.operate.GroupProgress;
import dev.tally.operate.GroupProgress.Partition;
import dev.tally.operate.MetricsTable;
import dev.tally.operate.TallyTopics;
import dev.tally.runners.FlinkRest;
import dev.tally.stack.LocalStack;
import dev.tally.stack.Server;
import dev.tally.stack.ServerStatus;
import dev.tally.verify.Differences;
import dev.tally.verify.Truth;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole of Tally on one machine: servers started, events generated and sent, the job run on
 * Flink with a failure on the way, and what Pinot then says compared with the truth.
 *
 * <p>Errors: an {@link IOException} with what to do if anything does not come about in time.
 */
public final class Demo implements AutoCloseable {
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

  private static final int CHECKPOINT_MILLIS = 5_000;
  private static final int CHECKPOINTS_AFTER_OUTPUT = 3;
  private static final int CHECKPOINTS_TO_DRAIN = 2;
  private static final Duration DEADLINE = Duration.ofMinutes(6);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final String GROUP = "tally-aggregation";

  private final Path dir;
  private final LocalStack stack;
  private final int restPort;
  private final Consumer<String> tell;
  private volatile @Nullable Thread runner;
  private boolean closing;
  private @Nullable JobProcess job;

  /**
   * A demo with its data in a directory of its own.
   *
   * @param restPort where the job's Flink is to answer
   * @param tell takes lines for the user
   */
  public Demo(Path dir, int restPort, Consumer<String> tell) {
    this.dir = dir;
    this.restPort = restPort;
    this.tell = tell;
    this.stack =
        LocalStack.at(dir).withProgress((server, step) -> tell.accept("  " + server + " " + step));
  }

  /** Runs it all, and tells how what Pinot says differs from the truth. */
  public DemoReport run() throws IOException {
    runner = Thread.currentThread();
    tell.accept("1. Starting Kafka and Pinot, each in a JVM of its own");
    stack.delete();
    stack.up(Server.PINOT);
    KafkaCluster kafka = KafkaCluster.at(stack.kafkaBootstrap());
    TallyTopics.create(kafka, TallyTopics.all(4, true));
    PinotTables.at(stack.pinotController())
        .apply(MetricsTable.definition(MetricsTable.NAME, "ad-metrics", stack.kafkaBootstrap()));

    tell.accept("2. Generating events, and the truth about them");
    GeneratedFiles files = GeneratedFiles.at(dir.resolve("events.tsv.gz"));
    Summary summary = files.write(PLAN, lines -> {});
    tell.accept(
        "  %,d lines: %,d to be counted, %,d duplicates, %,d to be refused; %,d rows to come"
            .formatted(
                summary.lines(),
                summary.accepted(),
                summary.duplicates(),
                summary.refused(),
                summary.rows()));

    tell.accept("3. Running the aggregation job on Flink, a checkpoint every 5 s");
    Fault fault = Fault.at(dir.resolve("fault").toString());
    fault.clear();
    startJob();
    DemoSender sender = DemoSender.start(kafka, "ad-events", files.events());
    try (GroupProgress progress = GroupProgress.of(kafka, GROUP);
        MetricsTable table = MetricsTable.at(stack.pinotBroker(), MetricsTable.NAME)) {
      Watch watch = new Watch(sender, progress);
      Counted counted = count(watch, table, fault, summary.lines());
      return compare(watch, table, Truth.read(files.truth()), summary, counted);
    }
  }

  /** Whoever closes the demo first sees the job, or keeps it from starting. */
  private synchronized void startJob() throws IOException {
    if (closing) {
      throw new IOException("Interrupted");
    }
    job = JobProcess.start(jobArguments(), dir.resolve("logs/job.out"));
  }

  private List<String> jobArguments() {
    return List.of(
        "run",
        "aggregation",
        "--dir=" + dir,
        "--input=REPLAY",
        "--restPort=" + restPort,
        "--checkpointingInterval=" + CHECKPOINT_MILLIS,
        "--parallelism=2",
        "--faultTrigger=" + dir.resolve("fault"),
        "--bootstrapServers=" + stack.kafkaBootstrap());
  }

  private record Counted(long readAgain, double linesPerSecond) {}

  private Counted count(Watch watch, MetricsTable table, Fault fault, long lines)
      throws IOException {
    FlinkRest flink = flink();
    long started = System.nanoTime();
    watch.await("the first rows in Pinot", () -> table.rows() > 0);
    long firstOutput = completed(flink);
    watch.await(
        "three checkpoints after them",
        () -> completed(flink) >= firstOutput + CHECKPOINTS_AFTER_OUTPUT);
    tell.accept("4. A worker of the job fails now");
    fault.set();
    watch.sender.sendTheRest();
    watch.await("the restart", () -> fault.readAgain() >= 0);
    tell.accept(
        "  restored from the last checkpoint, %,d records are read again"
            .formatted(fault.readAgain()));
    watch.await("the end of the file", () -> watch.sender.done() && lag(watch.progress) == 0);
    double seconds = (System.nanoTime() - started) / 1e9;
    long drained = completed(flink) + CHECKPOINTS_TO_DRAIN;
    watch.await("the last checkpoints", () -> completed(flink) >= drained);
    return new Counted(fault.readAgain(), lines / seconds);
  }

  private DemoReport compare(
      Watch watch, MetricsTable table, Truth truth, Summary summary, Counted counted)
      throws IOException {
    tell.accept("5. Comparing what Pinot says with the truth");
    List<Differences> last = new ArrayList<>();
    watch.await(
        "Pinot to say the truth",
        () -> {
          last.add(table.compare(truth));
          return last.get(last.size() - 1).none();
        });
    FlinkRest.Job job = flink().latestJob().orElseThrow();
    watch.await("the counters", () -> flink().counters(job).containsKey("events_accepted"));
    return new DemoReport(
        summary,
        last.get(last.size() - 1),
        DeadLetterCounts.of(KafkaCluster.at(stack.kafkaBootstrap()), "dead-letters"),
        flink().counters(job).getOrDefault("droppedDueToLateness", 0L),
        counted.readAgain(),
        counted.linesPerSecond(),
        peaks());
  }

  private Map<String, Long> peaks() throws IOException {
    Map<String, Long> peaks = new TreeMap<>();
    peaks.put("job (Flink)", running().peakMiB());
    for (ServerStatus server : stack.status()) {
      server.peakMiB().ifPresent(mib -> peaks.put(server.server().toString(), mib));
    }
    return peaks;
  }

  private FlinkRest flink() {
    return FlinkRest.at("http://127.0.0.1:" + restPort);
  }

  private static long completed(FlinkRest flink) throws IOException {
    var running = flink.latestJob();
    return running.isPresent() ? flink.checkpoints(running.get()).completed() : 0;
  }

  private static long lag(GroupProgress progress) throws IOException {
    List<Partition> partitions = progress.partitions();
    return partitions.size() < 4 ? -1 : partitions.stream().mapToLong(Partition::lag).sum();
  }

  private synchronized JobProcess running() {
    return Objects.requireNonNull(job, "the job is not started yet");
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  /** Waits for what is to come, and tells how far things are. */
  private final class Watch {
    private final DemoSender sender;
    private final GroupProgress progress;

    Watch(DemoSender sender, GroupProgress progress) {
      this.sender = sender;
      this.progress = progress;
    }

    void await(String what, Condition condition) throws IOException {
      long deadline = System.nanoTime() + DEADLINE.toNanos();
      long tellAt = System.nanoTime();
      while (!holds(condition)) {
        running().checkAlive();
        sender.check();
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "%s did not come within %s; see %s".formatted(what, DEADLINE, dir.resolve("logs")));
        }
        if (System.nanoTime() > tellAt) {
          tellAt = System.nanoTime() + Duration.ofSeconds(5).toNanos();
          tell.accept(
              "  sent %,d, %s; waiting for %s".formatted(sender.sent(), read(progress), what));
        }
        pause();
      }
    }
  }

  /** A server that does not answer yet is no failure while the deadline has not passed. */
  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String read(GroupProgress progress) throws IOException {
    List<Partition> partitions = progress.partitions();
    return "read %,d, lag %,d"
        .formatted(
            partitions.stream().mapToLong(Partition::read).sum(),
            partitions.stream().mapToLong(Partition::lag).sum());
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK_EVERY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  /** Stops the job; the servers live on. */
  public synchronized void stopJob() {
    closing = true;
    if (job != null) {
      job.close();
    }
  }

  /** Stops the job and the servers; what they wrote stays in the directory for a look. */
  @Override
  public void close() {
    stopJob();
    Thread running = runner;
    if (running != null && running != Thread.currentThread()) {
      running.interrupt(); // It may be waiting for a server, with the stack locked.
    }
    stack.down();
  }
}
