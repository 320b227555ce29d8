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
      "With --orders a service too that tells made-up details of orders.",
      "With --hive a Hive metastore and a HiveServer2 too."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally up",
      "  ./tally up --flink       then: ./tally run aggregation --flinkMaster=HOST:PORT as printed",
      "  ./tally up --orders      then: ./tally run attribution --orderService=URL as printed",
      "  ./tally up --hive        then: ./tally query --hive 'SHOW TABLES'",
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

  @Option(
      names = "--hive",
      description = "Start Hive too; its tables are in DIR/metastore/warehouse.")
  private boolean hive;

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
    stack.up(servers().toArray(Server[]::new));
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
    if (hive) {
      out.printf("%nHive: %s, metastore %s%n", stack.hive().jdbcUrl(), stack.hive().metastore());
    }
    return Exit.OK;
  }

  private List<Server> servers() {
    List<Server> servers = new ArrayList<>(List.of(Server.PINOT));
    if (flink) {
      servers.add(Server.TASKMANAGER);
    }
    if (orders) {
      servers.add(Server.ORDERS);
    }
    if (hive) {
      servers.add(Server.HIVESERVER);
    }
    return servers;
  }
}
