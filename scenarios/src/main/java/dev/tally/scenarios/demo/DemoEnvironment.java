package dev.tally.scenarios.demo;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotTables;
import dev.tally.operations.TallyTopics;
import dev.tally.pipelines.union.UnionTables;
import dev.tally.scenarios.verify.PinotStoredTable;
import dev.tally.scenarios.verify.StoredRecords;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import dev.tally.server.stack.ServerStatus;
import dev.tally.transforms.codec.DefaultNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a demo: servers and jobs, a directory for their data, and the output for the
 * user.
 */
public final class DemoEnvironment implements AutoCloseable {
  static final int PARTITIONS = 4;
  private static final List<String> USUAL_JVM = List.of("-Xmx2g");
  private static final List<String> SMALL_JVM =
      List.of("-Xmx800m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Path dir;
  private final String mainClass;
  private final LocalStack stack;
  private final Consumer<String> console;
  private final List<String> jobJvm;
  private final List<JobProcess> jobs = new ArrayList<>();
  private volatile @Nullable Thread runner;
  private boolean closing;

  /**
   * Creates an environment with its own data directory.
   *
   * @param mainClass the main class of the command line, with which jobs are started
   * @param console receives lines of output for the user
   */
  public DemoEnvironment(Path dir, String mainClass, Consumer<String> console) {
    this(dir, mainClass, console, USUAL_JVM);
  }

  private DemoEnvironment(
      Path dir, String mainClass, Consumer<String> console, List<String> jobJvm) {
    this.dir = dir;
    this.mainClass = mainClass;
    this.console = console;
    this.jobJvm = jobJvm;
    stack =
        LocalStack.at(dir)
            .withProgress((server, step) -> console.accept("  " + server + " " + step));
  }

  /**
   * Returns an environment whose jobs run in JVMs with small heaps and with simple compilers and
   * collectors, for many jobs on few processors. Call this before the environment is opened.
   */
  public DemoEnvironment withSmallJobs() {
    return new DemoEnvironment(dir, mainClass, console, SMALL_JVM);
  }

  /** Starts Kafka and Pinot, and creates empty topics and Pinot's table of this region's counts. */
  void open() throws IOException {
    open(Server.PINOT);
    PinotTables.at(stack.pinotController())
        .apply(
            UnionTables.adMetrics(
                DefaultNames.AD_METRICS_TABLE, DefaultNames.AD_METRICS, stack.kafkaBootstrap()));
  }

  /**
   * Starts the servers and creates empty topics. If another thread calls {@link #close}, it
   * interrupts the thread that called this method.
   */
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
    return StoredRecords.metricsInPinot(stack.pinotBroker(), DefaultNames.AD_METRICS_TABLE);
  }

  void report(String line) {
    console.accept(line);
  }

  /**
   * Starts a job in its own process. After {@link #stopJobs} or {@link #close} was called, no job
   * is started.
   *
   * @param output name of the file in the log directory that receives the output
   */
  synchronized JobProcess start(List<String> arguments, String output) throws IOException {
    if (closing) {
      throw new IOException("Interrupted");
    }
    List<String> all = new ArrayList<>(arguments);
    all.add("--dir=" + dir);
    all.add("--bootstrapServers=" + stack.kafkaBootstrap());
    JobProcess job = JobProcess.start(mainClass, all, jobJvm, dir.resolve("logs").resolve(output));
    jobs.add(job);
    return job;
  }

  /** Returns the servers' peak resident memory in MiB, by name. */
  Map<String, Long> peaks() {
    Map<String, Long> peaks = new TreeMap<>();
    for (ServerStatus server : stack.status()) {
      server.peakMiB().ifPresent(mib -> peaks.put(server.server().toString(), mib));
    }
    return peaks;
  }

  /** Stops the jobs; the servers keep running. */
  public synchronized void stopJobs() {
    closing = true;
    jobs.forEach(JobProcess::close);
  }

  /** Stops the jobs and the servers; their data stays in the directory. */
  @Override
  public void close() {
    stopJobs();
    Thread running = runner;
    if (running != null && running != Thread.currentThread()) {
      running
          .interrupt(); // The thread may be waiting for a server while it holds the stack's lock.
    }
    stack.down();
  }
}
