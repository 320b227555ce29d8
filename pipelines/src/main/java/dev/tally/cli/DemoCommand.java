package dev.tally.cli;

import dev.tally.demo.Demo;
import dev.tally.demo.DemoReport;
import java.io.PrintWriter;
import java.nio.file.Path;
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
      "stops all that it started. Ends in 0 only if every row is right."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally demo",
      "  ./tally demo --keep      then: ./tally query --dir=.tally/demo 'SELECT …'"
    })
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackDirectory directory;

  @Option(names = "--keep", description = "Leave the servers up at the end.")
  private boolean keep;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Path dir = directory.path().resolve("demo");
    Demo demo =
        new Demo(
            dir,
            FreePort.find(),
            line -> {
              out.println(line);
              out.flush();
            });
    Thread cleanUp = new Thread(demo::close, "demo-clean-up");
    Runtime.getRuntime().addShutdownHook(cleanUp);
    DemoReport report = demo.run();
    if (keep) {
      Runtime.getRuntime().removeShutdownHook(cleanUp);
      demo.stopJob();
    } else {
      demo.close();
    }
    report.lines().forEach(out::println);
    return report.proven() ? Exit.OK : Exit.DIFFERENT;
  }
}
