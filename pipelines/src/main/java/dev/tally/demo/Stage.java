package dev.tally.demo;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotTables;
import dev.tally.operate.MetricsTable;
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

  private final Path dir;
  private final LocalStack stack;
  private final Consumer<String> tell;
  private final List<JobProcess> jobs = new ArrayList<>();
  private volatile @Nullable Thread runner;
  private boolean closing;

  /**
   * A stage with its data in a directory of its own.
   *
   * @param tell takes lines for the user
   */
  public Stage(Path dir, Consumer<String> tell) {
    this.dir = dir;
    this.tell = tell;
    stack =
        LocalStack.at(dir).withProgress((server, step) -> tell.accept("  " + server + " " + step));
  }

  /** Starts the servers, with empty topics and tables; whoever calls is interrupted at the end. */
  void open() throws IOException {
    runner = Thread.currentThread();
    stack.delete();
    stack.up(Server.PINOT);
    TallyTopics.create(kafka(), TallyTopics.all(PARTITIONS, true));
    PinotTables.at(stack.pinotController())
        .apply(UnionTables.adMetrics(MetricsTable.NAME, "ad-metrics", stack.kafkaBootstrap()));
  }

  Path dir() {
    return dir;
  }

  KafkaCluster kafka() {
    return KafkaCluster.at(stack.kafkaBootstrap());
  }

  MetricsTable metrics() {
    return MetricsTable.at(stack.pinotBroker(), MetricsTable.NAME);
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
    JobProcess job = JobProcess.start(all, dir.resolve("logs").resolve(output));
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
