package dev.tally.cli;

import dev.tally.pipelines.options.Problems;
import dev.tally.scenarios.demo.Demo;
import dev.tally.scenarios.demo.DemoEnvironment;
import dev.tally.scenarios.demo.DemoResult;
import dev.tally.scenarios.demo.OrdersDemo;
import dev.tally.scenarios.demo.RegionsDemo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs Tally end to end on this machine and compares its results with the expected ones. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Run Tally end to end on this machine and check the results.",
      "",
      "Starts Kafka, Pinot and the aggregation job on Flink, generates 200,000 events,"
          + " makes a worker fail while they are counted, and compares every row in Pinot with"
          + " the expected counts. The demo takes about four minutes and stops everything it"
          + " started. Exit code 0 means that every row is correct.",
      "",
      "With --orders, the demo also credits orders. It sends ten events per order, kills"
          + " first the aggregation job and then the attribution job, and also compares every"
          + " order with its expected credit, and the spend of every campaign and day.",
      "",
      "With --regions, the demo runs two regions, each with its own Kafka and its own"
          + " three jobs. Together they receive 40,000 events and 2,000 orders. Both regions load"
          + " the same Hive tables, and the first region's Pinot reads its topics. The demo kills"
          + " the second region's Kafka for a while, waits until the first region's records are"
          + " loaded nevertheless, and then compares every row in Pinot, in Hive and in the"
          + " merged topics of both regions. This needs 12 GiB of memory, which is why the second"
          + " region has no Pinot."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally demo",
      "  ./tally demo --orders 100000",
      "  ./tally demo --regions --hold=5m",
      "  ./tally demo --regions --clickhouse",
      "  ./tally demo --keep",
      "  ./tally query --dir=.tally/demo 'SELECT COUNT(*) FROM ad_metrics'"
    })
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackDirectory directory;

  @Option(names = "--keep", description = "Leave the servers running at the end.")
  private boolean keep;

  @Option(
      names = "--orders",
      paramLabel = "N",
      defaultValue = "0",
      description = "Number of orders to credit while both jobs are killed (default: none).")
  private int orders;

  @Option(names = "--regions", description = "Run two regions and kill the Kafka of one of them.")
  private boolean regions;

  @Option(
      names = "--clickhouse",
      description = "With --regions: both regions also load ClickHouse, which must be installed.")
  private boolean clickHouse;

  @Option(
      names = "--hold",
      paramLabel = "TIME",
      defaultValue = "20s",
      description =
          "With --regions: how long the second region has no Kafka, for example 5m (default:"
              + " ${DEFAULT-VALUE}).")
  private String hold;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "With --regions: a directory with recorded clicks and orders, used instead of"
              + " generated ones; it has ad-events.tsv.gz, orders.tsv.gz, truth/metrics.csv and"
              + " truth/attribution.csv.")
  private @Nullable Path data;

  @Override
  public Integer call() throws Exception {
    Duration lost = checked();
    PrintWriter out = spec.commandLine().getOut();
    List<DemoEnvironment> environments =
        regions
            ? List.of(regionEnvironment("demo"), regionEnvironment("demo-2"))
            : List.of(environment("demo"));
    Thread cleanUp =
        new Thread(() -> environments.forEach(DemoEnvironment::close), "demo-clean-up");
    Runtime.getRuntime().addShutdownHook(cleanUp);
    DemoResult report =
        regions
            ? runRegions(environments.get(0), environments.get(1), lost)
            : run(environments.get(0));
    if (keep) {
      Runtime.getRuntime().removeShutdownHook(cleanUp);
      environments.forEach(DemoEnvironment::stopJobs);
    } else {
      environments.forEach(DemoEnvironment::close);
    }
    report.lines().forEach(out::println);
    return report.proven() ? Exit.OK : Exit.DIFFERENT;
  }

  private DemoEnvironment environment(String name) {
    PrintWriter out = spec.commandLine().getOut();
    return new DemoEnvironment(
        directory.path().resolve(name),
        Main.class.getName(),
        line -> {
          out.println(line);
          out.flush();
        });
  }

  private DemoEnvironment regionEnvironment(String name) {
    return environment(name).withSmallJobs();
  }

  /** Checks the options and returns for how long the second region has no Kafka. */
  private Duration checked() {
    Problems problems = new Problems();
    problems.require(orders >= 0, "--orders=%d must not be negative.".formatted(orders));
    problems.require(
        !regions || orders == 0,
        "--orders and --regions exclude each other: the demo of two regions has its own orders.");
    problems.require(
        regions || data == null, "--data needs --regions: the other demos generate their input.");
    problems.require(
        regions || !clickHouse,
        "--clickhouse needs --regions: the other demos do not run the job that loads ClickHouse.");
    Duration lost = Duration.ofMillis(problems.duration("hold", hold).getMillis());
    problems.throwIfAny();
    return lost;
  }

  private DemoResult runRegions(DemoEnvironment first, DemoEnvironment second, Duration lost)
      throws IOException {
    RegionsDemo hive = new RegionsDemo(first, second, lost);
    RegionsDemo demo = clickHouse ? hive.withClickHouse() : hive;
    return (data == null ? demo : demo.of(data)).run();
  }

  private DemoResult run(DemoEnvironment environment) throws IOException {
    return orders == 0 ? new Demo(environment).run() : new OrdersDemo(environment, orders).run();
  }
}
