package dev.tally.cli;

import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks Pinot in SQL. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = {
      "Ask Pinot in SQL and print the rows, tabs between the columns, a header first.",
      "Without a LIMIT at most 1000 rows come. The column minute is a word of SQL: write \"minute\"."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally query 'SELECT COUNT(*) FROM ad_metrics'",
      "  ./tally query 'SELECT ad_id, SUM(clicks) FROM ad_metrics GROUP BY ad_id LIMIT 20'"
    })
final class QueryCommand implements Callable<Integer> {
  private static final Pattern LIMIT =
      Pattern.compile("(?is)^(.*)\\slimit\\s+(\\d{1,9})\\s*;?\\s*$");
  private static final int DEFAULT_LIMIT = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private StackDirectory stack;
  @Mixin private PinotTarget target;

  @Parameters(paramLabel = "SQL", description = "One SELECT.")
  private String sql;

  @Override
  public Integer call() throws Exception {
    Matcher limited = LIMIT.matcher(sql);
    boolean hasLimit = limited.matches();
    String select = hasLimit ? limited.group(1) : sql.strip().replaceAll(";$", "");
    int limit = hasLimit ? Integer.parseInt(limited.group(2)) : DEFAULT_LIMIT;
    try (PinotQuery pinot = PinotQuery.at(target.broker(stack))) {
      print(pinot.query(select, limit), hasLimit);
    } catch (PinotException e) {
      throw new IOException(e.getMessage(), e);
    }
    return Exit.OK;
  }

  private void print(PinotRows rows, boolean limitWanted) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(String.join("\t", rows.columns()));
    rows.rows()
        .forEach(
            row ->
                out.println(row.stream().map(String::valueOf).collect(Collectors.joining("\t"))));
    if (!limitWanted && rows.limitReached()) {
      spec.commandLine()
          .getErr()
          .printf("Only the first %d rows; write a LIMIT for more.%n", DEFAULT_LIMIT);
    }
  }
}
