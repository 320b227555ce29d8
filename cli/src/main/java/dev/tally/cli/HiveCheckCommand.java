package dev.tally.cli;

import dev.tally.io.hive.HiveTable;
import dev.tally.io.hive.TableFinding;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Finds partitions of Hive tables that another program has changed or that are damaged. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Check the partitions of Hive tables against their directories.",
      "",
      "Compares the partitions in the metastore with the files in the table's directory."
          + " The command changes nothing, and jobs and queries may run at the same time. Exit"
          + " code 1 means that it found a problem."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally hive check",
      "  ./tally hive check --metastore=thrift://hive-1:9083 --table=ads.ad_metrics"
    })
final class HiveCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackDirectory stack = new StackDirectory();
  @Mixin private HiveTableOptions tables = new HiveTableOptions();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    long problems = 0;
    for (String name : tables.names()) {
      try (HiveTable table = tables.open(stack, name)) {
        List<TableFinding> found = table.check();
        HiveFindings.print(out, name, found);
        out.printf("%s: %d problems%n", name, HiveFindings.problems(found));
        problems += HiveFindings.problems(found);
      }
    }
    if (problems > 0) {
      out.println("To repair them, run ./tally hive repair");
    }
    return problems == 0 ? Exit.OK : Exit.DIFFERENT;
  }
}
