package dev.tally.bench;

import dev.tally.cli.Exit;
import dev.tally.server.stack.LocalStack;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the throughput of the Hive sink into a partition that grows. */
@Command(
    name = "hive",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measure writes to a Hive partition that already has rows.",
      "",
      "Writes new rows of 10 columns into one partition of 8 buckets, on a separate Hive,"
          + " parallelism 2: first fills the partition, then writes the rows that are measured; then"
          + " repeats this with more rows in the partition. The time of a run is that of its whole"
          + " job. At the end HiveServer2 counts the rows.",
      "",
      "Exit code 0 means that the table contains every row once. The last line of the output is for"
          + " scripts."
    },
    footer = {"", "Examples:", "  ./tally bench hive", "  ./tally bench hive --rows 200000"})
final class HiveBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--rows", defaultValue = "500000", description = "Rows of a measured run.")
  private long rows;

  @Option(
      names = "--few",
      defaultValue = "1000000",
      description = "Rows in the partition before the first measured run.")
  private long few;

  @Option(
      names = "--many",
      defaultValue = "5000000",
      description = "Rows in the partition before the second measured run.")
  private long many;

  @Override
  public Integer call() throws Exception {
    Arguments.positive("--rows", rows);
    Arguments.positive("--few", few);
    Arguments.positive("--many minus --few minus --rows", many - few - rows);
    PrintWriter out = spec.commandLine().getOut();
    try (LocalStack stack = LocalStack.temporary()) {
      HiveLoad load = new HiveLoad(stack, BenchConsole.to(out));
      load.run("fill", 0, few);
      double first = load.run("measured", few, few + rows);
      load.run("fill", few + rows, many);
      double second = load.run("measured", many, many + rows);
      boolean sound = load.hasEveryRowOnce(many + rows);
      out.printf(
          Locale.ROOT,
          "few_rows_per_s=%.0f many_rows_per_s=%.0f many/few=%.2f sound=%b%n",
          first,
          second,
          second / first,
          sound);
      return sound ? Exit.OK : Exit.DIFFERENT;
    }
  }
}
