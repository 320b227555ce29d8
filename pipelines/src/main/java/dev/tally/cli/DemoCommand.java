package dev.tally.cli;

import dev.tally.demo.Demo;
import dev.tally.demo.OrdersDemo;
import dev.tally.demo.OrdersDemo.DemoPorts;
import dev.tally.demo.Report;
import dev.tally.demo.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
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
      "job and then the attribution job is killed, and compares every order with the truth too."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally demo",
      "  ./tally demo --orders 100000",
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

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Stage stage =
        new Stage(
            directory.path().resolve("demo"),
            line -> {
              out.println(line);
              out.flush();
            });
    Thread cleanUp = new Thread(stage::close, "demo-clean-up");
    Runtime.getRuntime().addShutdownHook(cleanUp);
    Report report = play(stage);
    if (keep) {
      Runtime.getRuntime().removeShutdownHook(cleanUp);
      stage.stopJobs();
    } else {
      stage.close();
    }
    report.lines().forEach(out::println);
    return report.proven() ? Exit.OK : Exit.DIFFERENT;
  }

  private Report play(Stage stage) throws IOException {
    if (orders < 0) {
      throw new IllegalArgumentException("--orders must not be negative, is " + orders);
    }
    return orders == 0
        ? new Demo(stage, FreePort.find()).run()
        : new OrdersDemo(stage, orders, new DemoPorts(FreePort.find(), FreePort.find())).run();
  }
}
