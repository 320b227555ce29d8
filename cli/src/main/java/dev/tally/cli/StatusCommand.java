package dev.tally.cli;

import dev.tally.cli.KnownFlinks.RunningJob;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.GroupProgress;
import dev.tally.operations.GroupProgress.Partition;
import dev.tally.operations.PartitionTable;
import dev.tally.operations.PlaceholderCounter;
import dev.tally.pipelines.options.RegionsOptions;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import dev.tally.server.stack.ServerStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the local servers, the running jobs and how far they have read. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Show the local servers, the running jobs and their progress.",
      "",
      "The progress of a job is that of its last checkpoint: lag and watermark of each partition,"
          + " and which partition holds the watermark and why. Jobs without a known Flink are shown"
          + " by their consumer groups."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally status",
      "  ./tally status --bootstrapServers=broker-1:9092 \\",
      "      --flinkMaster=jobmanager:8081",
      "  ./tally status --bootstrapServers=broker-1:9092 \\",
      "      --consumerGroup=tally-aggregation"
    })
final class StatusCommand implements Callable<Integer> {
  private static final String CONSUMER_GROUP = "consumerGroup";

  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka;

  @Option(
      names = "--consumerGroup",
      paramLabel = "NAME",
      description = "Show only this consumer group (default: those of all jobs).")
  private @Nullable String group;

  @Option(
      names = "--flinkMaster",
      paramLabel = "HOST:PORT",
      description = "Address of Flink's REST interface (default: the local ones).")
  private @Nullable String flinkMaster;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (kafka.bootstrapServers == null) {
      printServers(kafka.stack.stack(), out);
    }
    List<RunningJob> jobs = KnownFlinks.running(kafka.stack, flinkMaster);
    if (kafka.bootstrapServers == null && !kafka.stack.isUp(Server.KAFKA)) {
      for (RunningJob job : jobs) {
        print(job, out);
      }
      out.printf(
          "%nNo local Kafka is running: start it with ./tally up, or name another one with --bootstrapServers.%n");
      return Exit.OK;
    }
    printProgress(jobs, out);
    return Exit.OK;
  }

  /** Prints each job with its progress, and then the progress of groups without a running job. */
  private void printProgress(List<RunningJob> jobs, PrintWriter out) throws IOException {
    KafkaCluster cluster = kafka.cluster();
    Set<String> others =
        new TreeSet<>(group == null ? GroupProgress.groups(cluster) : Set.of(group));
    boolean found = false;
    for (RunningJob job : jobs) {
      String name = job.option(CONSUMER_GROUP);
      if (group == null || group.equals(name)) {
        print(job, out);
        printProgress(cluster, name, job, out);
        printOtherRegions(job, name, out);
        others.remove(name);
        found = true;
      }
    }
    for (String name : others) {
      out.printf("%nconsumer group %s, no running job found%n", ControlCharacters.escaped(name));
      printProgress(cluster, name, null, out);
      found = true;
    }
    if (!found) {
      out.printf(
          "%nNo job is running, and no job has committed offsets; start one with ./tally run%n");
    }
  }

  private static void printOtherRegions(RunningJob job, String group, PrintWriter out) {
    String regions = job.option("otherRegions");
    if (!regions.isBlank()) {
      String own =
          job.option("region").isEmpty()
              ? PipelineOptionsFactory.create().as(RegionsOptions.class).getRegion()
              : job.option("region");
      out.printf(
          "the job also reads %s: to see its progress in another region, run ./tally status with --bootstrapServers of that region and --consumerGroup=%s-%s%n",
          ControlCharacters.escaped(regions),
          ControlCharacters.escaped(group),
          ControlCharacters.escaped(own));
    }
  }

  private static void print(RunningJob running, PrintWriter out) throws IOException {
    out.printf(
        "%njob %s (%s) %s at %s, consumer group %s%n",
        ControlCharacters.escaped(running.job().name()),
        running.job().id(),
        running.job().state(),
        running.url(),
        ControlCharacters.escaped(running.option(CONSUMER_GROUP)));
    Map<String, Long> counters = running.flink().counters(running.job());
    for (PlaceholderCounter placeholder : PlaceholderCounter.values()) {
      Long count = counters.get(placeholder.counter());
      if (count != null) {
        out.printf("  %s %,d%n", placeholder.counter(), count);
      }
    }
  }

  private void printProgress(
      KafkaCluster cluster, String group, @Nullable RunningJob job, PrintWriter out)
      throws IOException {
    try (GroupProgress progress = GroupProgress.of(cluster, group)) {
      List<Partition> partitions = group.isEmpty() ? List.of() : progress.partitions();
      if (partitions.isEmpty()) {
        out.println(noProgress(job));
      } else {
        PartitionTable.lines(partitions, progress.hold(partitions)).forEach(out::println);
      }
    }
  }

  private String noProgress(@Nullable RunningJob job) {
    String servers = job == null ? "" : job.option("bootstrapServers");
    return servers.isEmpty() || servers.equals(kafka.servers())
        ? "no checkpoint is completed yet, so there is no progress to show"
        : "no progress in this Kafka; the job uses --bootstrapServers="
            + ControlCharacters.escaped(servers);
  }

  static void printServers(LocalStack stack, PrintWriter out) {
    out.printf(
        "%-11s %-9s %8s %10s %10s  %s%n", "server", "state", "pid", "MiB", "peak MiB", "ports");
    for (ServerStatus server : stack.status()) {
      String state = server.healthy() ? "healthy" : server.up() ? "starting" : "down";
      out.printf(
          "%-11s %-9s %8s %10s %10s  %s%n",
          server.server(),
          state,
          server.pid().isPresent() ? server.pid().getAsLong() : "-",
          server.rssMiB().isPresent() ? server.rssMiB().getAsLong() : "-",
          server.peakMiB().isPresent() ? server.peakMiB().getAsLong() : "-",
          server.ports());
    }
  }
}
