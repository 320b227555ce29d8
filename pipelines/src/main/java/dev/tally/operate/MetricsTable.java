package dev.tally.operate;

import static java.util.Objects.requireNonNull;

import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotRows;
import dev.tally.verify.Comparison;
import dev.tally.verify.Differences;
import dev.tally.verify.Dimension;
import dev.tally.verify.Measure;
import dev.tally.verify.MetricsRow;
import dev.tally.verify.Truth;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The counts of ads by minute as they stand in Pinot, read whole.
 *
 * <p>Errors: an {@link IOException} if Pinot does not answer, or not whole.
 */
public final class MetricsTable implements AutoCloseable {
  /** Its usual name. */
  public static final String NAME = "ad_metrics";

  private static final long HOUR_MILLIS = 3_600_000;
  private static final int ROWS_AT_ONCE = 200_000;
  private static final Map<Dimension, String> DIMENSIONS =
      new EnumMap<>(
          Map.of(
              Dimension.REGION, "region",
              Dimension.CAMPAIGN_ID, "campaign_id",
              Dimension.AD_ID, "ad_id",
              Dimension.STORE_ID, "store_id",
              Dimension.MINUTE_MS, "minute"));
  private static final String COLUMNS =
      Stream.concat(DIMENSIONS.values().stream(), Stream.of(Measure.values()).map(Measure::column))
          .map(column -> '"' + column + '"')
          .collect(Collectors.joining(", "));

  private final String name;
  private final PinotQuery pinot;

  private MetricsTable(String name, PinotQuery pinot) {
    this.name = name;
    this.pinot = pinot;
  }

  /**
   * The table behind a broker.
   *
   * @param broker {@code host:port}
   * @param name e.g. {@link #NAME}
   */
  public static MetricsTable at(String broker, String name) {
    return new MetricsTable(name, PinotQuery.at(broker));
  }

  /** How many rows it has. */
  public long rows() throws IOException {
    return query("SELECT COUNT(*) AS n FROM " + name, 1).getLong(0, "n");
  }

  /** Compares all its rows with the truth. */
  public Differences compare(Truth truth) throws IOException {
    Comparison comparison = Comparison.with(truth);
    if (rows() > 0) {
      long last = bound("MAX").orElseThrow();
      for (long from = bound("MIN").orElseThrow(); from <= last; from += HOUR_MILLIS) {
        addRows(comparison, from, from + HOUR_MILLIS);
      }
    }
    return comparison.differences();
  }

  private OptionalLong bound(String function) throws IOException {
    PinotRows rows = query("SELECT %s(\"minute\") AS m FROM %s".formatted(function, name), 1);
    return rows.rowCount() == 0 ? OptionalLong.empty() : OptionalLong.of(rows.getLong(0, "m"));
  }

  /** Reads a stretch of time, in halves if it is too much at once. */
  private void addRows(Comparison comparison, long from, long to) throws IOException {
    PinotRows rows =
        query(
            "SELECT %s FROM %s WHERE \"minute\" >= %d AND \"minute\" < %d"
                .formatted(COLUMNS, name, from, to),
            ROWS_AT_ONCE);
    if (rows.limitReached() && to - from > 1) {
      long middle = from + (to - from) / 2;
      addRows(comparison, from, middle);
      addRows(comparison, middle, to);
      return;
    }
    for (int row = 0; row < rows.rowCount(); row++) {
      comparison.add(row(rows, row));
    }
  }

  private static MetricsRow row(PinotRows rows, int row) {
    Map<Dimension, String> dimensions = new EnumMap<>(Dimension.class);
    DIMENSIONS.forEach(
        (dimension, column) ->
            dimensions.put(dimension, requireNonNull(rows.get(row, column), column).toString()));
    Map<Measure, Long> measures = new EnumMap<>(Measure.class);
    for (Measure measure : List.of(Measure.values())) {
      measures.put(measure, rows.getLong(row, measure.column()));
    }
    return new MetricsRow(dimensions, measures);
  }

  private PinotRows query(String sql, int limit) throws IOException {
    try {
      return pinot.query(sql, limit);
    } catch (PinotException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    pinot.close();
  }
}
