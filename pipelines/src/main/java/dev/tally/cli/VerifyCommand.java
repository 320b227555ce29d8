package dev.tally.cli;

import dev.tally.operate.MetricsTable;
import dev.tally.operate.OrdersTopic;
import dev.tally.verify.Differences;
import dev.tally.verify.OrdersComparison;
import dev.tally.verify.OrdersTruth;
import dev.tally.verify.Truth;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares what Pinot says, or what orders are credited to, with a truth file, row by row. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compare all rows in Pinot with a truth file, grouped by the dimensions in its header:",
      "region, campaign_id, ad_id, store_id, minute_ms; measures: impressions, clicks,",
      "repeat_clicks, spend_micros. Or, if the header begins with order_id, the highest revision of",
      "each order in Kafka, by the columns that the header names: order_id, status, touch_event_id,",
      "touch_type, touch_time, ad_id, campaign_id, user_id, store_id, order_time, amount_micros,",
      "currency, region. The last line counts the differences; ends in 1 if there are any."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally verify events.truth.csv",
      "  ./tally verify events.orders.truth.csv"
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka;
  @Mixin private PinotTarget pinot;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      defaultValue = MetricsTable.NAME,
      description = "Pinot's table (default: ${DEFAULT-VALUE}).")
  private String table;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = OrdersTopic.NAME,
      description = "Kafka's topic of attributed orders (default: ${DEFAULT-VALUE}).")
  private String topic;

  @Parameters(paramLabel = "FILE", description = "The truth, CSV with a header; .gz is unpacked.")
  private Path truth;

  @Override
  public Integer call() throws Exception {
    Differences differences = OrdersTruth.isIn(truth) ? orders() : metrics();
    PrintWriter out = spec.commandLine().getOut();
    differences.examples().forEach(out::println);
    out.println(differences.line());
    return differences.none() ? Exit.OK : Exit.DIFFERENT;
  }

  private Differences metrics() throws IOException {
    try (MetricsTable metrics = MetricsTable.at(pinot.broker(kafka.stack), table)) {
      return metrics.compare(Truth.read(truth));
    }
  }

  private Differences orders() throws IOException {
    OrdersComparison comparison =
        OrdersTopic.compare(kafka.cluster(), topic, OrdersTruth.read(truth));
    spec.commandLine().getOut().println(comparison.found().line());
    return comparison.differences();
  }
}
