package dev.tally.cli;

import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
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
      "Start the local servers.",
      "",
      "Starts Kafka and Pinot, and optionally Flink, Hive, ClickHouse and an order service. Each server runs in its own process and listens on loopback only. The command waits"
          + " until each server has passed a health check. Servers that are already running are"
          + " not touched.",
      "",
      "--flink also starts a Flink cluster with one JobManager and one TaskManager,"
          + " --orders also starts an order service that returns generated details, and --hive"
          + " also starts a Hive metastore and a HiveServer2.",
      "",
      "--clickhouse also starts a ClickHouse server, which must be installed before, on Debian"
          + " with: sudo apt-get install -y --no-install-recommends clickhouse-server"
    },
    footer = {
      "",
      "Examples:",
      "  ./tally up",
      "  ./tally up --flink     prints the ./tally run command with this Flink",
      "  ./tally up --orders    prints the ./tally run command with this service",
      "  ./tally up --hive && ./tally query --hive 'SHOW TABLES'",
      "  ./tally up --clickhouse && ./tally query --clickhouse 'SELECT version()'",
      "  ./tally up --dir=/tmp/tally"
    })
final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackDirectory directory;

  @Option(
      names = "--flink",
      description = "Also start a Flink cluster; its checkpoints are in DIR/jobmanager.")
  private boolean flink;

  @Option(
      names = "--orders",
      description =
          "Also start an order service; docs/order-service.md describes how to make it fail.")
  private boolean orders;

  @Option(
      names = "--hive",
      description = "Also start Hive; its tables are in DIR/metastore/warehouse.")
  private boolean hive;

  @Option(
      names = "--clickhouse",
      description = "Also start ClickHouse; its tables are in DIR/clickhouse/store.")
  private boolean clickHouse;

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
          "%nUse this order service: ./tally run attribution --orderService=%s%n",
          stack.orderService());
    }
    if (hive) {
      out.printf("%nHive: %s, metastore %s%n", stack.hive().jdbcUrl(), stack.hive().metastore());
    }
    if (clickHouse) {
      out.printf("%nClickHouse: %s%n", stack.clickHouse());
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
    if (clickHouse) {
      servers.add(Server.CLICKHOUSE);
    }
    return servers;
  }
}
