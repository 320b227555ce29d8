package dev.tally.cli;

import dev.tally.demo.Demo;
import dev.tally.demo.OrdersDemo;
import dev.tally.demo.RegionsDemo;
import dev.tally.demo.Report;
import dev.tally.demo.Stage;
import dev.tally.pipelines.options.Problems;
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

/** Shows Tally at work on this machine, and proves its counts. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Start Kafka, Pinot and the job on Flink; generate and count 200,000 events with a failure on",
      "the way; compare what Pinot says with the truth, row by row. It takes some four minutes and",
      "stops all that it started. Ends in 0 only if every row is right.",
      "With --orders it credits orders, with ten times as many events, while first the aggregation",
      "job and then the attribution job is killed, and compares every order with the truth too.",
      "With --regions it runs two regions, each with a Kafka and all jobs of its own: 40,000 events",
      "and 2,000 orders come to both. They load one Pinot, of the first region, and one Hive. The",
      "second region's Kafka is killed for a while, and the first region's records go on loading;",
      "then every row of Pinot and Hive is compared. It needs 12 GiB of memory, which is why the",
      "second region has no Pinot."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally demo",
      "  ./tally demo --orders 100000",
      "  ./tally demo --regions --hold=5m",
      "  ./tally demo --keep      then: ./tally query --dir=.tally/demo 'SELECT …'"
    })
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackDirectory directory;

  @Option(names = "--keep", description = "Leave the servers up at the end.")
  private boolean keep;

  @Option(
      names = "--orders",
      paramLabel = "N",
      defaultValue = "0",
      description = "Credit so many orders, through deaths of both jobs (default: none).")
  private int orders;

  @Option(names = "--regions", description = "Two regions, one of which loses its Kafka.")
  private boolean regions;

  @Option(
      names = "--hold",
      paramLabel = "TIME",
      defaultValue = "20s",
      description = "How long it is lost, e.g. 5m (default: ${DEFAULT-VALUE}).")
  private String hold;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "With --regions: a log of clicks and orders, ad-events.tsv.gz, orders.tsv.gz,",
        "truth/metrics.csv and truth/attribution.csv, instead of generated ones."
      })
  private @Nullable Path data;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<Stage> stages =
        regions ? List.of(regionStage("demo"), regionStage("demo-2")) : List.of(stage("demo"));
    Thread cleanUp = new Thread(() -> stages.forEach(Stage::close), "demo-clean-up");
    Runtime.getRuntime().addShutdownHook(cleanUp);
    Report report = regions ? playRegions(stages.get(0), stages.get(1)) : play(stages.get(0));
    if (keep) {
      Runtime.getRuntime().removeShutdownHook(cleanUp);
      stages.forEach(Stage::stopJobs);
    } else {
      stages.forEach(Stage::close);
    }
    report.lines().forEach(out::println);
    return report.proven() ? Exit.OK : Exit.DIFFERENT;
  }

  private Stage stage(String name) {
    PrintWriter out = spec.commandLine().getOut();
    return new Stage(
        directory.path().resolve(name),
        line -> {
          out.println(line);
          out.flush();
        });
  }

  private Stage regionStage(String name) {
    return stage(name).withSmallJobs();
  }

  private Report playRegions(Stage first, Stage second) throws IOException {
    Problems problems = new Problems();
    Duration lost = Duration.ofMillis(problems.duration("hold", hold).getMillis());
    problems.throwIfAny();
    RegionsDemo demo = new RegionsDemo(first, second, lost);
    return (data == null ? demo : demo.of(data)).run();
  }

  private Report play(Stage stage) throws IOException {
    if (orders < 0) {
      throw new IllegalArgumentException("--orders must not be negative, is " + orders);
    }
    return orders == 0 ? new Demo(stage).run() : new OrdersDemo(stage, orders).run();
  }
}
