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

/** What touches take in state. */
@Command(
    name = "attribution-state",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Put touches into the state of AttributeOrders, and twice as many, and tell by how much a",
      "savepoint and the heap grow by a touch; then move the watermark beyond all windows and tell",
      "what a savepoint is then. On the heap and in RocksDB; four touches a user, and all of one.",
      "Ends in 0 only if every touch is forgotten. The last line, for scripts, is of the heap",
      "backend, which jobs have unless told otherwise, with four touches a user."
    },
    footer = {"", "Examples:", "  ./tally bench attribution-state --touches 50000"})
final class AttributionStateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--touches", defaultValue = "200000", description = "And twice as many.")
  private long touches;

  @Override
  public Integer call() throws Exception {
    Arguments.positive("--touches / 4", touches / 4);
    PrintWriter out = spec.commandLine().getOut();
    Consumer<String> tell = Telling.to(out);
    Path directory = Files.createTempDirectory("tally-bench");
    try {
      for (Users users : Users.values()) {
        StateReport.of(directory, Backend.ROCKSDB, users, touches, tell);
      }
      StateReport.of(directory, Backend.HEAP, Users.ONE, touches, tell);
      StateReport report = StateReport.of(directory, Backend.HEAP, Users.FEW_EACH, touches, tell);
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
