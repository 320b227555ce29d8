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
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Repairs partitions of Hive tables that another program has changed. */
@Command(
    name = "repair",
    mixinStandardHelpOptions = true,
    description = {
      "Repair the problems that ./tally hive check finds.",
      "",
      "Points partitions that MSCK REPAIR TABLE or DROP PARTITION changed at their newest"
          + " generation, completes interrupted compactions, and moves files that other programs"
          + " inserted to the generation that queries read. No row is deleted. Jobs and queries"
          + " may run at the same time, except with --restore. Exit code 1 means that a problem"
          + " remains."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally hive repair",
      "  ./tally hive repair --restore --table=ad_metrics  after a lost metastore"
    })
final class HiveRepairCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackDirectory stack = new StackDirectory();
  @Mixin private HiveTableOptions tables = new HiveTableOptions();

  @Option(
      names = "--restore",
      description =
          "Also adopt the data of an earlier table in the same directory, after the metastore"
              + " was lost or the table was dropped by mistake. First stop all jobs that write the"
              + " table.")
  private boolean restore;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    long left = 0;
    for (String name : tables.names()) {
      try (HiveTable table = tables.open(stack, name)) {
        if (restore) {
          table.restore().forEach(each -> out.printf("%s %s: restored%n", name, each));
        }
        List<TableFinding> found = table.repair();
        HiveFindings.print(out, name, found);
        long unrepaired = HiveFindings.unrepairable(found);
        out.printf(
            "%s: %d problems, %d repaired%n",
            name, HiveFindings.problems(found), HiveFindings.problems(found) - unrepaired);
        left += unrepaired;
      }
    }
    return left == 0 ? Exit.OK : Exit.DIFFERENT;
  }
}
