package dev.tally.demo;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotTables;
import dev.tally.operate.PinotStoredTable;
import dev.tally.operate.StoredRecords;
import dev.tally.operate.TallyTopics;
import dev.tally.pipelines.union.UnionTables;
import dev.tally.stack.LocalStack;
import dev.tally.stack.Server;
import dev.tally.stack.ServerStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a demo plays: servers and jobs with their data in a directory, and who is told of it. */
public final class Stage implements AutoCloseable {
  static final int PARTITIONS = 4;
  private static final List<String> USUAL_JVM = List.of("-Xmx2g");
  private static final List<String> SMALL_JVM =
      List.of("-Xmx800m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Path dir;
  private final LocalStack stack;
  private final Consumer<String> tell;
  private final List<String> jobJvm;
  private final List<JobProcess> jobs = new ArrayList<>();
  private volatile @Nullable Thread runner;
  private boolean closing;

  /**
   * A stage with its data in a directory of its own.
   *
   * @param tell takes lines for the user
   */
  public Stage(Path dir, Consumer<String> tell) {
    this(dir, tell, USUAL_JVM);
  }

  private Stage(Path dir, Consumer<String> tell, List<String> jobJvm) {
    this.dir = dir;
    this.tell = tell;
    this.jobJvm = jobJvm;
    stack =
        LocalStack.at(dir).withProgress((server, step) -> tell.accept("  " + server + " " + step));
  }

  /** The same for many jobs on few processors, before it is opened: with small, plain JVMs. */
  public Stage withSmallJobs() {
    return new Stage(dir, tell, SMALL_JVM);
  }

  /** Starts Kafka and Pinot, with empty topics and a table of this region's counts. */
  void open() throws IOException {
    open(Server.PINOT);
    PinotTables.at(stack.pinotController())
        .apply(UnionTables.adMetrics(UnionTables.AD_METRICS, "ad-metrics", stack.kafkaBootstrap()));
  }

  /** Starts the servers, with empty topics; whoever calls is interrupted at the end. */
  void open(Server... servers) throws IOException {
    runner = Thread.currentThread();
    if (stack.exists()) {
      stack.delete();
    }
    stack.up(servers);
    TallyTopics.create(kafka(), TallyTopics.all(PARTITIONS, true));
  }

  LocalStack servers() {
    return stack;
  }

  Path dir() {
    return dir;
  }

  KafkaCluster kafka() {
    return KafkaCluster.at(stack.kafkaBootstrap());
  }

  PinotStoredTable metrics() {
    return StoredRecords.metricsInPinot(stack.pinotBroker(), UnionTables.AD_METRICS);
  }

  void tell(String line) {
    tell.accept(line);
  }

  /**
   * Starts a job in a process of its own. Whoever closes the stage first sees it, or keeps it from
   * starting.
   *
   * @param output takes what it prints, in the directory of logs
   */
  synchronized JobProcess start(List<String> arguments, String output) throws IOException {
    if (closing) {
      throw new IOException("Interrupted");
    }
    List<String> all = new ArrayList<>(arguments);
    all.add("--dir=" + dir);
    all.add("--bootstrapServers=" + stack.kafkaBootstrap());
    JobProcess job = JobProcess.start(all, jobJvm, dir.resolve("logs").resolve(output));
    jobs.add(job);
    return job;
  }

  /** The highest resident memory of the servers, MiB by name. */
  Map<String, Long> peaks() {
    Map<String, Long> peaks = new TreeMap<>();
    for (ServerStatus server : stack.status()) {
      server.peakMiB().ifPresent(mib -> peaks.put(server.server().toString(), mib));
    }
    return peaks;
  }

  /** Stops the jobs; the servers live on. */
  public synchronized void stopJobs() {
    closing = true;
    jobs.forEach(JobProcess::close);
  }

  /** Stops the jobs and the servers; what they wrote stays in the directory for a look. */
  @Override
  public void close() {
    stopJobs();
    Thread running = runner;
    if (running != null && running != Thread.currentThread()) {
      running.interrupt(); // It may be waiting for a server, with the stack locked.
    }
    stack.down();
  }
}
