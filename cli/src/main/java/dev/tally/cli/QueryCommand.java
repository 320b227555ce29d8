package dev.tally.cli;

import dev.tally.io.clickhouse.ClickHouseQuery;
import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotRows;
import dev.tally.pipelines.options.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs an SQL query on Pinot, Hive or ClickHouse. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = {
      "Run an SQL query on Pinot, Hive or ClickHouse and print the rows.",
      "",
      "Prints a header and then one line per row, with tabs between the columns. Control"
          + " characters in values are printed as escapes, for example \\u001b. Without a LIMIT, the"
          + " command prints at most 1000 rows from Pinot and all rows from the other stores. The"
          + " column minute is a keyword of Pinot's SQL: write \"minute\"."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally query 'SELECT COUNT(*) FROM ad_metrics'",
      "  ./tally query 'SELECT ad_id, SUM(clicks) FROM ad_metrics GROUP BY ad_id'",
      "  ./tally query --hive 'SHOW TABLES'",
      "  ./tally query --clickhouse 'SELECT sum(clicks) FROM tally.ad_metrics_latest'"
    })
final class QueryCommand implements Callable<Integer> {
  private static final Pattern LIMIT =
      Pattern.compile("(?is)^(.*)\\slimit\\s+(\\d{1,9})\\s*;?\\s*$");
  private static final int DEFAULT_LIMIT = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private StackDirectory stack;
  @Mixin private PinotTarget pinot;
  @Mixin private HiveTarget hive;
  @Mixin private ClickHouseTarget clickHouse;

  @Option(names = "--hive", description = "Run the query on Hive instead of Pinot.")
  private boolean isForHive;

  @Option(names = "--clickhouse", description = "Run the query on ClickHouse instead of Pinot.")
  private boolean isForClickHouse;

  @Parameters(
      paramLabel = "SQL",
      description = "One SELECT; for ClickHouse, also SHOW and DESCRIBE; for Hive, any statement.")
  private String sql;

  @Override
  public Integer call() throws Exception {
    boolean onHive = isForHive || hive.url != null;
    boolean onClickHouse = isForClickHouse || clickHouse.url != null;
    Problems problems = new Problems();
    problems.require(
        pinot.broker == null || !(onHive || onClickHouse),
        "--pinotBroker cannot be used with --hive, --hiveServer, --clickhouse or --clickHouseUrl: a query runs on one store.");
    problems.require(
        !onHive || !onClickHouse,
        "--hive and --clickhouse exclude each other: a query runs on one store.");
    problems.throwIfAny();
    if (onHive) {
      queryHive();
    } else if (onClickHouse) {
      queryClickHouse();
    } else {
      queryPinot();
    }
    return Exit.OK;
  }

  private void queryClickHouse() throws IOException {
    ClickHouseQuery.at(clickHouse.address(stack))
        .forEach(sql.strip().replaceAll(";$", ""), this::header, this::row);
  }

  private void queryHive() throws IOException {
    String statement = sql.strip().replaceAll(";$", "");
    try (HiveResult result = HiveResult.of(hive.url(stack), statement)) {
      if (!result.columns().isEmpty()) {
        header(result.columns());
      }
      while (result.next()) {
        row(result.row());
      }
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void queryPinot() throws IOException {
    Matcher limited = LIMIT.matcher(sql);
    boolean hasLimit = limited.matches();
    String select = hasLimit ? limited.group(1) : sql.strip().replaceAll(";$", "");
    int limit = hasLimit ? Integer.parseInt(limited.group(2)) : DEFAULT_LIMIT;
    try (PinotQuery broker = PinotQuery.at(pinot.broker(stack))) {
      PinotRows rows = broker.query(select, limit);
      header(rows.columns());
      rows.rows().forEach(this::row);
      if (!hasLimit && rows.limitReached()) {
        spec.commandLine()
            .getErr()
            .printf(
                "Only the first %d rows are printed; add a LIMIT to the query for more.%n",
                DEFAULT_LIMIT);
      }
    } catch (PinotException e) {
      throw new IOException(Failures.causes(e), e);
    }
  }

  private void header(List<String> columns) {
    row(columns);
  }

  private void row(List<?> row) {
    out().println(line(row));
  }

  /**
   * Formats a row as one line with tabs between the columns; line feeds and tabs in values are
   * escaped.
   */
  static String line(List<?> row) {
    return row.stream()
        .map(value -> ControlCharacters.escaped(String.valueOf(value)))
        .collect(Collectors.joining("\t"));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
