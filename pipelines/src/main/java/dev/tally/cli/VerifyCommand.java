package dev.tally.cli;

import dev.tally.operate.HiveTable;
import dev.tally.operate.LatestRevisions;
import dev.tally.operate.StoredRecords;
import dev.tally.operate.StoredTable;
import dev.tally.operate.TallyTopics;
import dev.tally.operate.TopicTable;
import dev.tally.pipelines.union.UnionTables;
import dev.tally.transforms.attribute.Strategy;
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
      "each order by one attribution model, by the columns that the header names: order_id, model,",
      "status, touch_event_id, touch_type, touch_time, ad_id, campaign_id, user_id, store_id,",
      "order_time, amount_micros, currency, region. The last line counts the differences; ends in 1 if there are any."
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
  @Mixin private HiveTarget hive;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description = "PINOT, HIVE or KAFKA (default: PINOT for ads, KAFKA for orders).")
  private @Nullable Store store;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = {
        "The table or topic (default: Pinot's ad_metrics or all_attributed_orders; Hive's ad_metrics",
        "or attributed_orders; Kafka's ad-metrics or attributed-orders)."
      })
  private @Nullable String table;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = {
        "Whose records of orders: LAST_TOUCH, FIRST_TOUCH, LINEAR, POSITION_BASED or TIME_DECAY",
        "(default: LAST_TOUCH)."
      })
  private Strategy model = Strategy.LAST_TOUCH;

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
    Truth expected = Truth.read(truth);
    return switch (store == null ? Store.PINOT : store) {
      case PINOT ->
          StoredRecords.compare(
              StoredRecords.metricsInPinot(pinot.broker(kafka.stack), or(UnionTables.AD_METRICS)),
              expected);
      case HIVE -> {
        StoredTable revisions = hive("ad_metrics");
        yield StoredRecords.compare(new LatestRevisions(revisions), expected)
            .withRepeats(StoredRecords.repeats(revisions));
      }
      case KAFKA -> StoredRecords.compare(new LatestRevisions(topic("ad-metrics")), expected);
    };
  }

  private Differences orders() throws IOException {
    OrdersTruth expected = OrdersTruth.read(truth);
    if (model.isShared() && expected.hasTouches()) {
      throw new ParameterException(
          spec.commandLine(),
          "--model=%s may credit several touches of an order, and the truth in %s has columns of one"
                  .formatted(model, truth)
              + " touch: leave these columns out, or compare LAST_TOUCH.");
    }
    Store where = store == null ? Store.KAFKA : store;
    StoredTable stored =
        switch (where) {
          case KAFKA -> topic(TallyTopics.ATTRIBUTED_ORDERS);
          case HIVE -> hive("attributed_orders");
          case PINOT ->
              StoredRecords.ordersInPinot(pinot.broker(kafka.stack), or("all_attributed_orders"));
        };
    OrdersComparison comparison = StoredRecords.compare(stored, expected, model.wireName());
    spec.commandLine().getOut().println(comparison.found().line());
    // A topic may have a record again, which readers drop by its revision; a store may not.
    return where == Store.KAFKA
        ? comparison.differences()
        : comparison.differences().withRepeats(comparison.found().repeats());
  }

  private StoredTable hive(String usual) {
    return new HiveTable(hive.url(kafka.stack), or(usual));
  }

  private StoredTable topic(String usual) throws IOException {
    return new TopicTable(kafka.cluster(), or(usual));
  }

  private String or(String usual) {
    return table == null ? usual : table;
  }
}
