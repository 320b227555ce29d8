package dev.tally.operate;

import dev.tally.verify.Comparison;
import dev.tally.verify.Differences;
import dev.tally.verify.Dimension;
import dev.tally.verify.Measure;
import dev.tally.verify.MetricsRow;
import dev.tally.verify.OrderColumn;
import dev.tally.verify.OrderRow;
import dev.tally.verify.OrdersComparison;
import dev.tally.verify.OrdersTruth;
import dev.tally.verify.Truth;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compares what a store has of Tally's records with the truth. */
public final class StoredRecords {
  private static final Map<Dimension, String> DIMENSIONS =
      new EnumMap<>(
          Map.of(
              Dimension.REGION, "region",
              Dimension.CAMPAIGN_ID, "campaign_id",
              Dimension.AD_ID, "ad_id",
              Dimension.STORE_ID, "store_id",
              Dimension.MINUTE_MS, "minute"));
  private static final String RECORD_UUID = "record_uuid";
  private static final String REVISION = "revision";

  private StoredRecords() {}

  /** A Pinot table of ad metrics: of each record the highest revision. */
  public static StoredTable metricsInPinot(String broker, String name) {
    return new PinotStoredTable(broker, name, "minute");
  }

  /** A Pinot table of attributed orders. */
  public static StoredTable ordersInPinot(String broker, String name) {
    return new PinotStoredTable(broker, name, "order_time");
  }

  /** Compares ad metrics; the table must have the highest revisions alone. */
  public static Differences compare(StoredTable table, Truth truth) throws IOException {
    Comparison comparison = Comparison.with(truth);
    List<String> columns =
        Stream.concat(DIMENSIONS.values().stream(), measures().map(Measure::column)).toList();
    table.forEach(columns, row -> comparison.add(metrics(row)));
    return comparison.differences();
  }

  /** Compares attributed orders; the table may have any revisions, each any number of times. */
  public static OrdersComparison compare(StoredTable table, OrdersTruth truth) throws IOException {
    OrdersComparison comparison = OrdersComparison.with(truth);
    List<String> columns =
        Stream.concat(
                Stream.of(RECORD_UUID, REVISION),
                Arrays.stream(OrderColumn.values()).map(OrderColumn::column))
            .toList();
    table.forEach(columns, row -> comparison.add(order(row)));
    return comparison;
  }

  private static Stream<Measure> measures() {
    return Arrays.stream(Measure.values());
  }

  private static MetricsRow metrics(Map<String, String> row) {
    Map<Dimension, String> dimensions = new EnumMap<>(Dimension.class);
    DIMENSIONS.forEach((dimension, column) -> dimensions.put(dimension, value(row, column)));
    Map<Measure, Long> measures = new EnumMap<>(Measure.class);
    measures()
        .forEach(measure -> measures.put(measure, Long.parseLong(value(row, measure.column()))));
    return new MetricsRow(dimensions, measures);
  }

  private static OrderRow order(Map<String, String> row) {
    Map<OrderColumn, String> values = new EnumMap<>(OrderColumn.class);
    for (OrderColumn column : OrderColumn.values()) {
      values.put(column, value(row, column.column()));
    }
    return new OrderRow(value(row, RECORD_UUID), Long.parseLong(value(row, REVISION)), values);
  }

  private static String value(Map<String, String> row, String column) {
    return row.getOrDefault(column, "");
  }
}
