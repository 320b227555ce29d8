package dev.tally.cli;

import dev.tally.operate.HiveTable;
import dev.tally.operate.MetricsTable;
import dev.tally.operate.OrdersTopic;
import dev.tally.operate.StoredRecords;
import dev.tally.operate.StoredTable;
import dev.tally.verify.Differences;
import dev.tally.verify.OrdersComparison;
import dev.tally.verify.OrdersTruth;
import dev.tally.verify.Truth;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares what a store says, or what orders are credited to, with a truth file, row by row. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compare all rows in a store with a truth file, grouped by the dimensions in its header:",
      "region, campaign_id, ad_id, store_id, minute_ms; measures: impressions, clicks,",
      "repeat_clicks, spend_micros. Or, if the header begins with order_id, the highest revision of",
      "each order, by the columns that the header names: order_id, status, touch_event_id,",
      "touch_type, touch_time, ad_id, campaign_id, user_id, store_id, order_time, amount_micros,",
      "currency, region. The last line counts the differences; ends in 1 if there are any."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally verify events.truth.csv",
      "  ./tally verify events.orders.truth.csv",
      "  ./tally verify --store=PINOT --table=all_ad_metrics events.truth.csv",
      "  ./tally verify --store=HIVE events.orders.truth.csv"
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka;
  @Mixin private PinotTarget pinot;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description = "PINOT, HIVE or KAFKA (default: PINOT for ads, KAFKA for orders).")
  private @Nullable Store store;

  @Option(
      names = "--hiveServer",
      paramLabel = "URL",
      description = "The HiveServer2's JDBC address (default: the local one).")
  private @Nullable String hiveServer;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description =
          "The store's table (default: Pinot's ad_metrics or all_attributed_orders, Hive's"
              + " ad_metrics_latest or attributed_orders).")
  private @Nullable String table;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = OrdersTopic.NAME,
      description = "Kafka's topic of attributed orders (default: ${DEFAULT-VALUE}).")
  private String topic;

  @Parameters(paramLabel = "FILE", description = "The truth, CSV with a header; .gz is unpacked.")
  private Path truth;

  /** Where the records stand. */
  enum Store {
    PINOT,
    HIVE,
    KAFKA
  }

  @Override
  public Integer call() throws Exception {
    Differences differences = OrdersTruth.isIn(truth) ? orders() : metrics();
    PrintWriter out = spec.commandLine().getOut();
    differences.examples().forEach(out::println);
    out.println(differences.line());
    return differences.none() ? Exit.OK : Exit.DIFFERENT;
  }

  private Differences metrics() throws IOException {
    StoredTable stored =
        switch (store == null ? Store.PINOT : store) {
          case PINOT ->
              StoredRecords.metricsInPinot(pinot.broker(kafka.stack), or(MetricsTable.NAME));
          case HIVE -> hive("ad_metrics_latest");
          case KAFKA ->
              throw new ParameterException(
                  spec.commandLine(), "--store=KAFKA is for orders: ads are compared in a store.");
        };
    return StoredRecords.compare(stored, Truth.read(truth));
  }

  private Differences orders() throws IOException {
    OrdersTruth expected = OrdersTruth.read(truth);
    OrdersComparison comparison =
        switch (store == null ? Store.KAFKA : store) {
          case KAFKA -> OrdersTopic.compare(kafka.cluster(), topic, expected);
          case HIVE -> StoredRecords.compare(hive("attributed_orders"), expected);
          case PINOT ->
              StoredRecords.compare(
                  StoredRecords.ordersInPinot(
                      pinot.broker(kafka.stack), or("all_attributed_orders")),
                  expected);
        };
    spec.commandLine().getOut().println(comparison.found().line());
    return comparison.differences();
  }

  private StoredTable hive(String usual) {
    return new HiveTable(hiveServer == null ? kafka.stack.hive() : hiveServer, or(usual));
  }

  private String or(String usual) {
    return table == null ? usual : table;
  }
}
