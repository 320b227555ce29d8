package dev.tally.cli;

import dev.tally.operate.GroupProgress;
import dev.tally.operate.GroupProgress.Partition;
import dev.tally.operate.JobRun;
import dev.tally.stack.LocalStack;
import dev.tally.stack.ServerStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the local servers, and how far a job has read. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Show the local servers, and how far a job has read as of its last checkpoint:",
      "lag and watermark by partition."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally status",
      "  ./tally status --bootstrapServers=broker-1:9092 --consumerGroup=tally-aggregation"
    })
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka;

  @Option(
      names = "--consumerGroup",
      paramLabel = "NAME",
      defaultValue = "tally-aggregation",
      description = "The job's consumer group (default: ${DEFAULT-VALUE}).")
  private String group;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (kafka.bootstrapServers == null) {
      printServers(kafka.stack.stack(), out);
    }
    try (GroupProgress progress = GroupProgress.of(kafka.cluster(), group)) {
      List<Partition> partitions = progress.partitions();
      if (partitions.isEmpty()) {
        out.printf("%s has completed no checkpoint yet%n", group);
        return Exit.OK;
      }
      out.printf("%n%-28s %12s %12s  %s%n", "partition", "read", "lag", "watermark");
      for (Partition p : partitions) {
        String name = p.topic() + "-" + p.number();
        out.printf("%-28s %,12d %,12d  %s%n", name, p.read(), p.lag(), JobRun.time(p.watermark()));
      }
    }
    return Exit.OK;
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
