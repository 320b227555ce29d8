package dev.tally.bench;

import dev.tally.cli.Exit;
import dev.tally.server.stack.LocalStack;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares Pinot and ClickHouse with the same rows. */
@Command(
    name = "olap",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Compare Pinot and ClickHouse with the same rows.",
      "",
      "Writes rows of 10 columns and three days with PinotIO and with ClickHouseIO, one store"
          + " after the other, and measures the time until a query counts all rows, memory and disk,"
          + " the latency of queries, the time until a single row is visible, and what a reader"
          + " of the total sees while one row of 25 is corrected. ClickHouse must be installed.",
      "",
      "Exit code 0 means that both stores have the right totals at the end. The last line per store"
          + " is for scripts."
    },
    footer = {"", "Examples:", "  ./tally bench olap", "  ./tally bench olap --rows 500000"})
final class OlapCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--rows", defaultValue = "5000000", description = "Rows, each of its own key.")
  private long rows;

  @Option(
      names = "--pinotHeap",
      paramLabel = "MIB",
      defaultValue = "4096",
      description = "Maximum heap of Pinot in MiB.")
  private int pinotHeapMiB;

  @Override
  public Integer call() throws Exception {
    Arguments.multiple("--rows", rows, 100);
    Consumer<String> console = BenchConsole.to(spec.commandLine().getOut());
    boolean sound = true;
    for (String name : List.of("pinot", "clickhouse")) {
      try (LocalStack stack = LocalStack.temporary();
          OlapStore store = store(name, stack)) {
        sound &= new OlapRun(stack, store, rows, console).run();
      }
    }
    return sound ? Exit.OK : Exit.DIFFERENT;
  }

  private OlapStore store(String name, LocalStack stack) throws Exception {
    return name.equals("pinot") ? new PinotOlap(stack, pinotHeapMiB) : new ClickHouseOlap(stack);
  }
}
