package dev.tally.demo;

import dev.tally.generate.GeneratedFiles;
import dev.tally.generate.Plan;
import dev.tally.generate.Summary;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotTables;
import dev.tally.operate.DeadLetterCounts;
import dev.tally.operate.FileSender;
import dev.tally.operate.GroupProgress;
import dev.tally.operate.GroupProgress.Partition;
import dev.tally.operate.MetricsTable;
import dev.tally.operate.TallyTopics;
import dev.tally.runners.FlinkRest;
import dev.tally.stack.LocalStack;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
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

  private static final int LINES_PER_SECOND = 4_000;

  /** The rest is sent when the job is about to fail, so that it has something to read then. */
  private static final long LINES_BEFORE_FAULT = 150_000;

  private static final int CHECKPOINT_MILLIS = 5_000;
  private static final int CHECKPOINTS_AFTER_OUTPUT = 3;
  private static final int CHECKPOINTS_TO_DRAIN = 2;
  private static final Duration DEADLINE = Duration.ofMinutes(6);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final org.joda.time.Duration EXPECTED_DELAY =
      org.joda.time.Duration.standardSeconds(10);
  private static final String GROUP = "tally-aggregation";

  private final Path dir;
  private final LocalStack stack;
  private final int restPort;
  private final Consumer<String> tell;
  private final AtomicLong sent = new AtomicLong();
  private final CountDownLatch faultIsSet = new CountDownLatch(1);
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
    tell.accept("1. Starting Kafka and Pinot, each in a JVM of its own");
    stack.delete();
    stack.up();
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
    job = JobProcess.start(jobArguments(), dir.resolve("logs/job.out"));
    CompletableFuture<Long> sending = sending(kafka, files.events());
    try (GroupProgress progress = GroupProgress.of(kafka, GROUP);
        MetricsTable table = MetricsTable.at(stack.pinotBroker(), MetricsTable.NAME)) {
      return watch(kafka, table, files, summary, fault, sending, progress);
    }
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

  private CompletableFuture<Long> sending(KafkaCluster kafka, Path events) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new FileSender(kafka, "ad-events", EXPECTED_DELAY, LINES_PER_SECOND)
                .send(events, this::sent);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  private void sent(long lines) {
    sent.set(lines);
    if (lines == LINES_BEFORE_FAULT) {
      try {
        faultIsSet.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private DemoReport watch(
      KafkaCluster kafka,
      MetricsTable table,
      GeneratedFiles files,
      Summary summary,
      Fault fault,
      CompletableFuture<Long> sending,
      GroupProgress progress)
      throws IOException {
    FlinkRest flink = FlinkRest.at("http://127.0.0.1:" + restPort);
    long started = System.nanoTime();
    await("the first rows in Pinot", progress, () -> table.rows() > 0);
    long firstOutput = completed(flink);
    await(
        "three checkpoints after them",
        progress,
        () -> completed(flink) >= firstOutput + CHECKPOINTS_AFTER_OUTPUT);
    tell.accept("4. A worker of the job fails now");
    fault.set();
    faultIsSet.countDown();
    await("the restart", progress, () -> fault.readAgain() >= 0);
    long readAgain = fault.readAgain();
    tell.accept(
        "  restored from the last checkpoint, %,d records are read again".formatted(readAgain));
    await("the end of the file", progress, () -> sending.isDone() && lag(progress) == 0);
    sending.join();
    double seconds = (System.nanoTime() - started) / 1e9;
    long drained = completed(flink) + CHECKPOINTS_TO_DRAIN;
    await("the last checkpoints", progress, () -> completed(flink) >= drained);

    tell.accept("5. Comparing what Pinot says with the truth");
    Truth truth = Truth.read(files.truth());
    List<Differences> last = new ArrayList<>();
    await(
        "Pinot to say the truth",
        progress,
        () -> {
          last.add(table.compare(truth));
          return last.get(last.size() - 1).none();
        });
    return new DemoReport(
        summary,
        last.get(last.size() - 1),
        DeadLetterCounts.of(kafka, "dead-letters"),
        droppedAsLate(flink, progress),
        readAgain,
        summary.lines() / seconds,
        peaks());
  }

  private Map<String, Long> peaks() throws IOException {
    Map<String, Long> peaks = new TreeMap<>();
    peaks.put("job (Flink)", running().peakMiB());
    for (ServerStatus server : stack.status()) {
      peaks.put(server.server().toString(), server.peakMiB().orElse(0));
    }
    return peaks;
  }

  private long droppedAsLate(FlinkRest flink, GroupProgress progress) throws IOException {
    FlinkRest.Job job = flink.latestJob().orElseThrow();
    await("the counters", progress, () -> flink.counters(job).containsKey("events_accepted"));
    return flink.counters(job).getOrDefault("droppedDueToLateness", 0L);
  }

  private static long completed(FlinkRest flink) throws IOException {
    var running = flink.latestJob();
    return running.isPresent() ? flink.checkpoints(running.get()).completed() : 0;
  }

  private static long lag(GroupProgress progress) throws IOException {
    List<Partition> partitions = progress.partitions();
    return partitions.size() < 4 ? -1 : partitions.stream().mapToLong(Partition::lag).sum();
  }

  private JobProcess running() {
    return Objects.requireNonNull(job, "the job is not started yet");
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(String what, GroupProgress progress, Condition condition) throws IOException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    long tellAt = System.nanoTime();
    while (!holds(condition)) {
      running().checkAlive();
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "%s did not come within %s; see %s".formatted(what, DEADLINE, dir.resolve("logs")));
      }
      if (System.nanoTime() > tellAt) {
        tellAt = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        tell.accept("  sent %,d, %s; waiting for %s".formatted(sent.get(), read(progress), what));
      }
      pause();
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
  public void stopJob() {
    JobProcess running = job;
    if (running != null) {
      running.close();
    }
  }

  /** Stops the job and the servers; what they wrote stays in the directory for a look. */
  @Override
  public void close() {
    stopJob();
    stack.down();
  }
}
