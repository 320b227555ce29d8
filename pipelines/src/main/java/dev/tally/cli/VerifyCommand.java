package dev.tally.cli;

import dev.tally.operate.MetricsTable;
import dev.tally.verify.Differences;
import dev.tally.verify.Truth;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares what Pinot says with a truth file, row by row. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compare all rows in Pinot with a truth file, grouped by the dimensions in its header:",
      "region, campaign_id, ad_id, store_id, minute_ms; measures: impressions, clicks,",
      "repeat_clicks, spend_micros. The last line counts the differences; ends in 1 if there are any."
    },
    footer = {"", "Example:", "  ./tally verify events.truth.csv"})
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PinotTarget target;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      defaultValue = MetricsTable.NAME,
      description = "Pinot's table (default: ${DEFAULT-VALUE}).")
  private String table;

  @Parameters(paramLabel = "FILE", description = "The truth, CSV with a header; .gz is unpacked.")
  private Path truth;

  @Override
  public Integer call() throws Exception {
    try (MetricsTable metrics = MetricsTable.at(target.broker(), table)) {
      Differences differences = metrics.compare(Truth.read(truth));
      PrintWriter out = spec.commandLine().getOut();
      differences.examples().forEach(out::println);
      out.println(differences.line());
      return differences.none() ? Exit.OK : Exit.DIFFERENT;
    }
  }
}
