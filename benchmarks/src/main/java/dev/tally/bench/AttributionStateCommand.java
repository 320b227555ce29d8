package dev.tally.bench;

import dev.tally.bench.JobSettings.Backend;
import dev.tally.bench.StateReport.Users;
import dev.tally.cli.Exit;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the state size of touches. */
@Command(
    name = "attribution-state",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measure the state of AttributeOrders per touch.",
      "",
      "Fills the state with touches, and then with twice as many, and measures by how much a"
          + " savepoint and the heap grow per touch. Then moves the watermark beyond all windows and"
          + " measures the savepoint again. It does so on the heap and in RocksDB, with four touches"
          + " per user and with all touches of one user.",
      "",
      "Exit code 0 means that every touch is removed from the state. The last line of the output,"
          + " for scripts, is that of the heap backend (the default of jobs) with four touches per"
          + " user."
    },
    footer = {"", "Examples:", "  ./tally bench attribution-state --touches 50000"})
final class AttributionStateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--touches",
      defaultValue = "200000",
      description = "Number of touches; a second run has twice as many.")
  private long touches;

  @Override
  public Integer call() throws Exception {
    Arguments.positive("--touches / 4", touches / 4);
    PrintWriter out = spec.commandLine().getOut();
    Consumer<String> console = BenchConsole.to(out);
    Path directory = Files.createTempDirectory("tally-bench");
    try {
      for (Users users : Users.values()) {
        StateReport.of(directory, Backend.ROCKSDB, users, touches, console);
      }
      StateReport.of(directory, Backend.HEAP, Users.ONE, touches, console);
      StateReport report =
          StateReport.of(directory, Backend.HEAP, Users.FEW_EACH, touches, console);
      out.println(
          String.format(
              Locale.ROOT,
              "bytes_per_touch=%.0f heap_bytes_per_touch=%.0f after_expiry_bytes=%d",
              report.savepointPerTouch(),
              report.heapPerTouch(),
              report.after()));
      return Exit.OK;
    } finally {
      Directories.delete(directory);
    }
  }
}
