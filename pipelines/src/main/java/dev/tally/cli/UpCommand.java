package dev.tally.cli;

import dev.tally.stack.LocalStack;
import dev.tally.stack.Server;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the local servers. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Start Kafka and Pinot on this machine, each in a JVM of its own, on loopback, and wait until",
      "each has done its work once. Those that run are left alone.",
      "With --flink a Flink cluster too: a JobManager and a TaskManager, each in a JVM of its own.",
      "With --orders a service too that tells made-up details of orders."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally up",
      "  ./tally up --flink       then: ./tally run aggregation --flinkMaster=HOST:PORT as printed",
      "  ./tally up --orders      then: ./tally run attribution --orderService=URL as printed",
      "  ./tally up --dir=/tmp/tally"
    })
final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackDirectory directory;

  @Option(
      names = "--flink",
      description = "Start a Flink cluster too; jobs keep their checkpoints in DIR/jobmanager.")
  private boolean flink;

  @Option(
      names = "--orders",
      description = "Start an order service too; docs/order-service.md says how to break it.")
  private boolean orders;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    LocalStack stack =
        directory
            .stack()
            .withProgress(
                (server, step) -> {
                  out.printf("%-11s %s%n", server, step);
                  out.flush();
                });
    stack.up(wanted().toArray(Server[]::new));
    StatusCommand.printServers(stack, out);
    if (flink) {
      out.printf(
          "%nRun a job on this Flink: ./tally run aggregation --flinkMaster=%s%n",
          stack.flinkRest().getAuthority());
    }
    if (orders) {
      out.printf(
          "%nLet it tell of orders: ./tally run attribution --orderService=%s%n",
          stack.orderService());
    }
    return Exit.OK;
  }

  private List<Server> wanted() {
    List<Server> wanted = new ArrayList<>(List.of(Server.PINOT));
    if (flink) {
      wanted.add(Server.TASKMANAGER);
    }
    if (orders) {
      wanted.add(Server.ORDERS);
    }
    return wanted;
  }
}
