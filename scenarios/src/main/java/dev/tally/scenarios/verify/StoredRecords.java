package dev.tally.scenarios.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import dev.tally.transforms.codec.DefaultNames;
import dev.tally.transforms.codec.RecordType;
import dev.tally.transforms.model.MetricMeasure;
import dev.tally.truth.compare.Comparison;
import dev.tally.truth.compare.Differences;
import dev.tally.truth.compare.Dimension;
import dev.tally.truth.compare.Measure;
import dev.tally.truth.compare.MetricsRow;
import dev.tally.truth.compare.OrderColumn;
import dev.tally.truth.compare.OrderRow;
import dev.tally.truth.compare.OrdersComparison;
import dev.tally.truth.compare.OrdersTruth;
import dev.tally.truth.compare.SpendComparison;
import dev.tally.truth.compare.Truth;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Compares Tally's records in a store with a truth file. */
public final class StoredRecords {
  private static final Map<Dimension, String> DIMENSIONS =
      new EnumMap<>(
          Map.of(
              Dimension.REGION, "region",
              Dimension.CAMPAIGN_ID, "campaign_id",
              Dimension.AD_ID, "ad_id",
              Dimension.STORE_ID, "store_id",
              Dimension.MINUTE_MS, RecordType.AD_METRIC.timeColumn()));

  /** ClickHouse's view of the highest revision of each ad metric. */
  public static final String AD_METRICS_VIEW =
      DefaultNames.CLICKHOUSE_DATABASE + "." + DefaultNames.AD_METRICS_TABLE + "_latest";

  /** ClickHouse's view of the highest revision of each attributed order. */
  public static final String ATTRIBUTED_ORDERS_VIEW =
      DefaultNames.CLICKHOUSE_DATABASE + "." + DefaultNames.ATTRIBUTED_ORDERS_TABLE + "_latest";

  static final String RECORD_UUID = RecordType.RECORD_UUID;
  static final String REVISION = RecordType.REVISION;

  private static final String LAST_TOUCH = "last_touch";
  private static final String CAMPAIGN_ID = "campaign_id";
  private static final String DAY = RecordType.CAMPAIGN_SPEND.timeColumn();
  private static final String SPEND = Measure.SPEND_MICROS.column();

  private StoredRecords() {}

  /** Returns a Pinot table of ad metrics, which has only the highest revision of each record. */
  public static PinotStoredTable metricsInPinot(String broker, String name) {
    return new PinotStoredTable(broker, name, RecordType.AD_METRIC.timeColumn());
  }

  /** Returns a Pinot table of attributed orders. */
  public static StoredTable ordersInPinot(String broker, String name) {
    return new PinotStoredTable(broker, name, RecordType.ATTRIBUTED_ORDER.timeColumn());
  }

  /**
   * Compares ad metrics; the table must have only the highest revision of each record. A row of
   * zeros is the result of a restatement under which no event of the row counts, and is no row.
   */
  public static Differences compare(StoredTable table, Truth truth) throws IOException {
    Comparison comparison = Comparison.with(truth);
    List<String> columns =
        Stream.concat(DIMENSIONS.values().stream(), measures().map(Measure::column)).toList();
    table.forEach(
        columns,
        row -> {
          MetricsRow metrics = metrics(row);
          if (metrics.measures().values().stream().anyMatch(sum -> sum != 0)) {
            comparison.add(metrics);
          }
        });
    return comparison.differences();
  }

  /** Compares attributed orders of the default model, {@code last_touch}. */
  public static OrdersComparison compare(StoredTable table, OrdersTruth truth) throws IOException {
    return compare(table, truth, LAST_TOUCH);
  }

  /**
   * Compares attributed orders of one model; the table may have several revisions of an order, and
   * duplicates.
   */
  public static OrdersComparison compare(StoredTable table, OrdersTruth truth, String model)
      throws IOException {
    OrdersComparison comparison = OrdersComparison.with(truth, model);
    List<String> columns =
        Stream.concat(
                Stream.of(RECORD_UUID, REVISION),
                Arrays.stream(OrderColumn.values()).map(OrderColumn::column))
            .toList();
    table.forEach(columns, row -> comparison.add(order(row)));
    return comparison;
  }

  /**
   * Compares the spend of campaigns and days with the ad metrics of a truth file; the table must
   * have only the highest revision of each record.
   */
  public static Differences compareSpend(StoredTable table, Truth truth) throws IOException {
    SpendComparison comparison = SpendComparison.with(truth);
    table.forEach(
        List.of(CAMPAIGN_ID, DAY, SPEND),
        row -> comparison.add(value(row, CAMPAIGN_ID), number(row, DAY), number(row, SPEND)));
    return comparison.differences();
  }

  /** Counts the rows that repeat the record UUID and revision of another row. */
  public static long repeats(StoredTable table) throws IOException {
    Set<HashCode> known = new HashSet<>();
    AtomicLong repeats = new AtomicLong();
    table.forEach(
        List.of(RECORD_UUID, REVISION),
        row -> {
          String revision = value(row, RECORD_UUID) + "@" + value(row, REVISION);
          if (!known.add(Hashing.murmur3_128().hashString(revision, UTF_8))) {
            repeats.incrementAndGet();
          }
        });
    return repeats.get();
  }

  private static Stream<Measure> measures() {
    return Arrays.stream(Measure.values());
  }

  private static MetricsRow metrics(Map<String, String> row) {
    Map<Dimension, String> dimensions = new EnumMap<>(Dimension.class);
    DIMENSIONS.forEach((dimension, column) -> dimensions.put(dimension, value(row, column)));
    Map<Measure, Long> measures = new EnumMap<>(Measure.class);
    measures().forEach(measure -> measures.put(measure, measure(row, measure)));
    return new MetricsRow(dimensions, measures);
  }

  /** Returns a measure of a row; 0 if an earlier build has written the row, without the measure. */
  private static long measure(Map<String, String> row, Measure measure) {
    boolean isRequired = MetricMeasure.valueOf(measure.name()).isRequired();
    return !isRequired && value(row, measure.column()).isEmpty()
        ? 0
        : number(row, measure.column());
  }

  private static OrderRow order(Map<String, String> row) {
    Map<OrderColumn, String> values = new EnumMap<>(OrderColumn.class);
    for (OrderColumn column : OrderColumn.values()) {
      values.put(column, value(row, column.column()));
    }
    return new OrderRow(value(row, RECORD_UUID), number(row, REVISION), values);
  }

  /**
   * Returns the integer in a column of a row.
   *
   * @throws IllegalStateException if the column has no integer
   */
  static long number(Map<String, String> row, String column) {
    try {
      return Long.parseLong(value(row, column));
    } catch (NumberFormatException e) {
      throw new IllegalStateException("No integer in column %s of %s".formatted(column, row), e);
    }
  }

  private static String value(Map<String, String> row, String column) {
    return row.getOrDefault(column, "");
  }
}
