package dev.tally.truth.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The expected orders from a truth file.
 *
 * <p>Input: CSV in UTF-8 (compressed with gzip if the name ends in {@code .gz}). The header names
 * {@link OrderColumn}s, the order id first; each following line is one order. Quoting is not
 * supported.
 *
 * <p>State: one line and one order id per order.
 */
public final class OrdersTruth {
  private final List<OrderColumn> columns;
  private final Map<String, String> lines;

  private OrdersTruth(List<OrderColumn> columns, Map<String, String> lines) {
    this.columns = columns;
    this.lines = lines;
  }

  /** Returns true if the truth file has orders, false if it has ad metrics. */
  public static boolean hasOrders(Path file) throws IOException {
    try (BufferedReader lines = Truth.open(file)) {
      String header = lines.readLine();
      return header != null && header.split(",", -1)[0].equals(OrderColumn.ORDER_ID.column());
    }
  }

  /**
   * Reads a truth file.
   *
   * @throws IllegalArgumentException if the file is malformed; the message names the file and the
   *     line
   */
  public static OrdersTruth read(Path file) throws IOException {
    int number = 1;
    try (BufferedReader reader = Truth.open(file)) {
      List<OrderColumn> columns = OrderColumn.ofHeader(String.valueOf(reader.readLine()));
      Map<String, String> lines = new LinkedHashMap<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        add(line, columns.size(), lines);
      }
      return new OrdersTruth(columns, lines);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s, line %d: %s".formatted(file, number, e.getMessage()), e);
    }
  }

  private static void add(String line, int columns, Map<String, String> lines) {
    String[] cells = line.split(",", -1);
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          "expected %d fields, found %d: '%s'".formatted(columns, cells.length, line));
    }
    if (lines.put(cells[0], line) != null) {
      throw new IllegalArgumentException("an earlier line has the same order: '" + line + "'");
    }
  }

  /** Returns the number of expected orders. */
  public int rows() {
    return lines.size();
  }

  /** Returns true if the file has columns of the touch that earned credit for an order. */
  public boolean hasTouches() {
    return columns.contains(OrderColumn.TOUCH_EVENT_ID)
        || columns.contains(OrderColumn.TOUCH_TYPE)
        || columns.contains(OrderColumn.TOUCH_TIME)
        || columns.contains(OrderColumn.AD_ID)
        || columns.contains(OrderColumn.CAMPAIGN_ID);
  }

  List<OrderColumn> columns() {
    return columns;
  }

  /** Returns the lines by order id, in the order of the file. */
  Map<String, String> lines() {
    return Collections.unmodifiableMap(lines);
  }

  @Nullable String line(String orderId) {
    return lines.get(orderId);
  }
}
