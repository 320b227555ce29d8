package dev.tally.cli;

import dev.tally.cli.KnownFlinks.RunningJob;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.GroupProgress;
import dev.tally.operations.GroupProgress.Partition;
import dev.tally.operations.PartitionTable;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import dev.tally.server.stack.ServerStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
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
      "Show the local servers, the running jobs and how far they have read.",
      "",
      "The progress of a job is that of its last checkpoint: lag and watermark of each"
          + " partition, and the partition that holds back the watermark."
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
  private static final List<String> GROUPS =
      List.of("tally-aggregation", "tally-attribution", "tally-union");
  private static final String PLACEHOLDERS = "_of_placeholder_users";

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
    Set<String> groups = new LinkedHashSet<>();
    for (RunningJob job : jobs) {
      groups.add(print(job, out));
    }
    Set<String> expected = group == null ? Set.copyOf(groups) : Set.of(group);
    if (kafka.bootstrapServers == null && !kafka.stack.isUp(Server.KAFKA)) {
      out.printf(
          "%nNo local Kafka is running: start it with ./tally up, or name another one with --bootstrapServers.%n");
      return Exit.OK;
    }
    groups.addAll(GROUPS);
    printProgress(group == null ? groups : Set.of(group), expected, out);
    return Exit.OK;
  }

  /** Prints a job and returns its consumer group. */
  private static String print(RunningJob running, PrintWriter out) throws IOException {
    String group = running.flink().options(running.job()).getOrDefault("consumerGroup", "");
    out.printf(
        "%njob %s (%s) %s at %s, consumer group %s%n",
        ControlCharacters.escaped(running.job().name()),
        running.job().id(),
        running.job().state(),
        running.url(),
        ControlCharacters.escaped(group));
    running
        .flink()
        .counters(running.job())
        .forEach(
            (name, count) -> {
              if (name.endsWith(PLACEHOLDERS)) {
                out.printf("  %s %,d%n", name, count);
              }
            });
    return group;
  }

  /**
   * Prints each group that has committed offsets, and for each expected group that has none a note.
   */
  private void printProgress(Set<String> groups, Set<String> expected, PrintWriter out)
      throws IOException {
    KafkaCluster cluster = kafka.cluster();
    int found = 0;
    for (String name : groups) {
      try (GroupProgress progress = GroupProgress.of(cluster, name)) {
        List<Partition> partitions = name.isEmpty() ? List.of() : progress.partitions();
        if (!partitions.isEmpty()) {
          found++;
          out.printf("%n%s%n", name);
          PartitionTable.lines(partitions).forEach(out::println);
        } else if (expected.contains(name)) {
          out.printf("%n%s has not completed a checkpoint yet%n", name);
        }
      }
    }
    if (found == 0 && expected.isEmpty()) {
      out.printf(
          "%nNo job is running, and no job has committed offsets; start one with ./tally run%n");
    }
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
