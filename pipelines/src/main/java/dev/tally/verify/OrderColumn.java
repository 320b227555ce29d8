package dev.tally.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is told of an attributed order, by the names of its wire format; no details. */
public enum OrderColumn {
  /** The attribution model, for example {@code last_touch}. */
  MODEL,
  /** Which order; every truth has it, as its first column. */
  ORDER_ID,
  /** {@code placed}, {@code partially_refunded}, {@code refunded} or {@code cancelled}. */
  STATUS,
  /** The touch that earned it; empty if nobody did. */
  TOUCH_EVENT_ID,
  /** {@code click} or {@code impression}. */
  TOUCH_TYPE,
  /** Epoch ms. */
  TOUCH_TIME,
  /** The ad of the touch. */
  AD_ID,
  /** The campaign of the touch. */
  CAMPAIGN_ID,
  /** Who ordered. */
  USER_ID,
  /** Where. */
  STORE_ID,
  /** Epoch ms. */
  ORDER_TIME,
  /** In millionths of the currency unit, what is left after refunds. */
  AMOUNT_MICROS,
  /** An ISO 4217 code. */
  CURRENCY,
  /** Where the order was first received. */
  REGION;

  private static final List<OrderColumn> ALL = List.of(values());
  private final String column = name().toLowerCase(Locale.ROOT);

  /** Its name in the header of a truth file and in the JSON, e.g. {@code touch_event_id}. */
  public String column() {
    return column;
  }

  static List<OrderColumn> all() {
    return ALL;
  }

  /**
   * The columns that a header names, in its order.
   *
   * @throws IllegalArgumentException if it does not begin with the order id, or names an unknown
   *     one
   */
  static List<OrderColumn> ofHeader(String header) {
    List<OrderColumn> columns =
        Arrays.stream(header.split(",", -1)).map(name -> ofName(name, header)).toList();
    if (columns.get(0) != ORDER_ID || columns.stream().distinct().count() < columns.size()) {
      throw new IllegalArgumentException(
          "the header must begin with order_id and name no column twice: '" + header + "'");
    }
    return columns;
  }

  private static OrderColumn ofName(String name, String header) {
    return ALL.stream()
        .filter(known -> known.column.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the header names the column %s, which orders do not have: '%s'"
                        .formatted(name, header)));
  }
}
