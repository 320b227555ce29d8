package dev.tally.cli;

import dev.tally.chaos.LoadChaos;
import dev.tally.chaos.LoadReport;
import dev.tally.stack.LocalStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Chaos for the loading of Pinot and Hive. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Run the union-and-load jobs of two regions, which load one table of Hive and a Pinot, through",
      "faults, one schedule a seed, on servers of its own: kills of the task manager, also in the",
      "middle of a commit to Hive, of a broker, of Pinot, of the metastore; a restore of an older",
      "checkpoint. Readers look all the while, a compactor works. Some 50 s a seed; up to 10 minutes",
      "where a killed Pinot has something to mend.",
      "Ends in 0 only if every record stands once, no reader of Hive saw a row that vanished, and",
      "Pinot's totals fell for no longer than a second, but after a kill of Pinot."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally chaos load --seeds 1..9     each kind of fault",
      "  ./tally chaos load --seeds 1..40"
    })
final class ChaosLoadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--seeds",
      paramLabel = "FIRST..LAST",
      defaultValue = "1..9",
      converter = SeedRange.Converter.class,
      description = "Which schedules.")
  private SeedRange seeds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean sound = false;
    try (LocalStack first = LocalStack.temporary();
        LocalStack other = LocalStack.temporary();
        KeptLogs logs = new KeptLogs(first, spec.commandLine().getErr())) {
      LoadReport report = new LoadChaos(first, other, this::tell).run(seeds.seeds());
      sound = report.sound();
      report.lines().forEach(this::tell);
      logs.keep(!sound);
    }
    return sound ? Exit.OK : Exit.DIFFERENT;
  }

  private void tell(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
