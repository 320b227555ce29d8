package dev.tally.cli;

import dev.tally.io.hive.HiveTable;
import dev.tally.pipelines.options.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes data that jobs keep for a while and no longer need. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = {
      "Delete data that is no longer needed.",
      "",
      "With --hive, deletes replaced generations of Hive tables, and files that were"
          + " staged but never committed, if they are older than --keep. Running jobs delete them"
          + " as they write; this command is for tables that no job writes any longer."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally prune --hive",
      "  ./tally prune --hive --keep=7d --metastore=thrift://hive-1:9083 --table=ad_metrics"
    })
final class PruneCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HiveTables tables = new HiveTables();

  @Option(names = "--hive", description = "Prune Hive tables.")
  private boolean hive;

  @Option(
      names = "--keep",
      paramLabel = "DURATION",
      description =
          "Minimum age of the data to delete; choose it longer than any query and any pause of"
              + " a writer, for example 36h (default: 1d).")
  private String keep = "1d";

  @Override
  public Integer call() throws IOException {
    if (!hive) {
      throw new IllegalArgumentException("Specify what to prune: --hive.");
    }
    Problems problems = new Problems();
    Duration age = Duration.ofMillis(problems.duration("keep", keep).getMillis());
    problems.throwIfAny();
    pruneHive(age);
    return Exit.OK;
  }

  private void pruneHive(Duration age) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (String name : tables.names()) {
      try (HiveTable table = tables.open(name)) {
        out.printf("%s: %d files and directories deleted%n", name, table.sweep(age));
      }
    }
  }
}
