package dev.tally.cli;

import dev.tally.pipelines.options.Problems;
import dev.tally.scenarios.verify.ClickHouseStoredTable;
import dev.tally.scenarios.verify.HiveStoredTable;
import dev.tally.scenarios.verify.LatestRevisions;
import dev.tally.scenarios.verify.StoredRecords;
import dev.tally.scenarios.verify.StoredTable;
import dev.tally.scenarios.verify.TopicTable;
import dev.tally.transforms.attribute.Strategy;
import dev.tally.transforms.codec.DefaultNames;
import dev.tally.truth.compare.Differences;
import dev.tally.truth.compare.OrdersComparison;
import dev.tally.truth.compare.OrdersTruth;
import dev.tally.truth.compare.Truth;
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

/** Compares the rows of a store with a truth file, row by row. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compare all rows of a store with a truth file.",
      "",
      "For ad metrics, the header of the file names dimensions (region, campaign_id,"
          + " ad_id, store_id, minute_ms) and measures (impressions, clicks, repeat_clicks,"
          + " spend_micros, invalid_impressions, invalid_clicks). The command groups the store's rows by these dimensions and compares"
          + " the sums.",
      "",
      "For orders, the header begins with order_id and names any of the columns model,"
          + " status, touch_event_id, touch_type, touch_time, ad_id, campaign_id, user_id,"
          + " store_id, order_time, amount_micros, currency and region. The command compares"
          + " these columns of each order's highest revision by one attribution model.",
      "",
      "With --spend, the command adds up the spend of a file of ad metrics by campaign and UTC day"
          + " and compares the sums with the records that the budget job wrote to Kafka.",
      "",
      "The last line of the output counts the differences. Exit code 1 means that there"
          + " are some."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally verify events.truth.csv",
      "  ./tally verify events.orders.truth.csv",
      "  ./tally verify --store=PINOT --table=all_ad_metrics events.truth.csv",
      "  ./tally verify --spend events.truth.csv",
      "  ./tally verify --store=HIVE events.orders.truth.csv",
      "  ./tally verify --store=CLICKHOUSE events.truth.csv"
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka;
  @Mixin private PinotTarget pinot;
  @Mixin private HiveTarget hive;
  @Mixin private ClickHouseTarget clickHouse;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description =
          "The store: PINOT, HIVE, CLICKHOUSE or KAFKA (default: PINOT for ad metrics, KAFKA for"
              + " orders).")
  private @Nullable Store store;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description =
          "The table or topic (default: "
              + (DefaultNames.AD_METRICS_TABLE + " or " + DefaultNames.ALL_ATTRIBUTED_ORDERS_TABLE)
              + " in Pinot, "
              + (DefaultNames.AD_METRICS_TABLE + " or " + DefaultNames.ATTRIBUTED_ORDERS_TABLE)
              + " in Hive, "
              + (StoredRecords.AD_METRICS_VIEW + " or " + StoredRecords.ATTRIBUTED_ORDERS_VIEW)
              + " in ClickHouse, "
              + (DefaultNames.AD_METRICS + " or " + DefaultNames.ATTRIBUTED_ORDERS)
              + " in Kafka; "
              + DefaultNames.CAMPAIGN_SPEND
              + " with --spend).")
  private @Nullable String table;

  @Option(names = "--spend", description = "Compare the spend of campaigns and days in Kafka.")
  private boolean spend;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "The attribution model whose orders are compared: LAST_TOUCH, FIRST_TOUCH, LINEAR,"
              + " POSITION_BASED or TIME_DECAY (default: LAST_TOUCH).")
  private Strategy model = Strategy.LAST_TOUCH;

  @Parameters(
      paramLabel = "FILE",
      description = "The truth file: CSV with a header; .gz files are decompressed.")
  private Path truth;

  /** Where the records are stored. */
  enum Store {
    PINOT,
    HIVE,
    CLICKHOUSE,
    KAFKA
  }

  @Override
  public Integer call() throws Exception {
    Problems problems = new Problems();
    problems.require(InputFile.isReadable(truth), InputFile.unreadable(truth));
    problems.require(
        !spend || store == null || store == Store.KAFKA,
        "--spend needs --store=KAFKA: the budget job writes to no other store.");
    problems.throwIfAny();
    Differences differences = differences();
    PrintWriter out = spec.commandLine().getOut();
    differences.examples().forEach(out::println);
    out.println(differences.line());
    return differences.none() ? Exit.OK : Exit.DIFFERENT;
  }

  private Differences differences() throws IOException {
    if (spend) {
      return StoredRecords.compareSpend(
          new LatestRevisions(topic(DefaultNames.CAMPAIGN_SPEND)), Truth.read(truth));
    }
    return OrdersTruth.hasOrders(truth) ? orders() : metrics();
  }

  private Differences metrics() throws IOException {
    Truth expected = Truth.read(truth);
    return switch (store == null ? Store.PINOT : store) {
      case PINOT ->
          StoredRecords.compare(
              StoredRecords.metricsInPinot(
                  pinot.broker(kafka.stack), or(DefaultNames.AD_METRICS_TABLE)),
              expected);
      case HIVE -> {
        StoredTable revisions = hive(DefaultNames.AD_METRICS_TABLE);
        yield StoredRecords.compare(new LatestRevisions(revisions), expected)
            .withRepeats(StoredRecords.repeats(revisions));
      }
      case CLICKHOUSE -> {
        StoredTable view = clickHouse(StoredRecords.AD_METRICS_VIEW);
        yield StoredRecords.compare(view, expected).withRepeats(StoredRecords.repeats(view));
      }
      case KAFKA ->
          StoredRecords.compare(new LatestRevisions(topic(DefaultNames.AD_METRICS)), expected);
    };
  }

  private Differences orders() throws IOException {
    OrdersTruth expected = OrdersTruth.read(truth);
    if (model.revisesByTouchCount() && expected.hasTouches()) {
      throw new ParameterException(
          spec.commandLine(),
          "--model=%s may credit several touches of an order, and the truth file %s has columns for a single"
                  .formatted(model, truth)
              + " touch: remove these columns, or compare LAST_TOUCH.");
    }
    Store where = store == null ? Store.KAFKA : store;
    StoredTable stored =
        switch (where) {
          case KAFKA -> topic(DefaultNames.ATTRIBUTED_ORDERS);
          case HIVE -> hive(DefaultNames.ATTRIBUTED_ORDERS_TABLE);
          case CLICKHOUSE -> clickHouse(StoredRecords.ATTRIBUTED_ORDERS_VIEW);
          case PINOT ->
              StoredRecords.ordersInPinot(
                  pinot.broker(kafka.stack), or(DefaultNames.ALL_ATTRIBUTED_ORDERS_TABLE));
        };
    OrdersComparison comparison = StoredRecords.compare(stored, expected, model.wireName());
    spec.commandLine().getOut().println(comparison.found().line());
    // A topic may contain duplicates, which readers drop by revision; a store must not.
    return where == Store.KAFKA
        ? comparison.differences()
        : comparison.differences().withRepeats(comparison.found().repeats());
  }

  private StoredTable hive(String usual) {
    return new HiveStoredTable(hive.url(kafka.stack), or(usual));
  }

  private StoredTable clickHouse(String usual) throws IOException {
    return new ClickHouseStoredTable(clickHouse.address(kafka.stack), or(usual));
  }

  private StoredTable topic(String usual) throws IOException {
    return new TopicTable(kafka.cluster(), or(usual));
  }

  private String or(String usual) {
    return table == null ? usual : table;
  }
}
