package dev.tally.truth.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A field of an attributed order that a truth file can have, except the details of the order
 * service.
 */
public enum OrderColumn {
  /** The attribution model, for example {@code last_touch}. */
  MODEL,
  /** The order id; it is the first column of every truth file. */
  ORDER_ID,
  /**
   * The status: {@code placed}, {@code partially_refunded}, {@code refunded} or {@code cancelled}.
   */
  STATUS,
  /** The event id of the touch that earned credit for the order; empty if none did. */
  TOUCH_EVENT_ID,
  /** The type of the touch: {@code click} or {@code impression}. */
  TOUCH_TYPE,
  /** The event time of the touch, epoch ms. */
  TOUCH_TIME,
  /** The ad of the touch. */
  AD_ID,
  /** The campaign of the touch. */
  CAMPAIGN_ID,
  /** The user who ordered. */
  USER_ID,
  /** The store of the order. */
  STORE_ID,
  /** The time of the order, epoch ms. */
  ORDER_TIME,
  /** The amount that is left after refunds, in millionths of the currency unit. */
  AMOUNT_MICROS,
  /** The currency, as an ISO 4217 code. */
  CURRENCY,
  /** The region that first received the order. */
  REGION;

  private static final List<OrderColumn> ALL = List.of(values());
  private final String column = name().toLowerCase(Locale.ROOT);

  /**
   * Returns the column's name in the header of a truth file and in the JSON, e.g. {@code
   * touch_event_id}.
   */
  public String column() {
    return column;
  }

  static List<OrderColumn> all() {
    return ALL;
  }

  /**
   * Parses a header.
   *
   * @throws IllegalArgumentException if it does not begin with the order id, or names a column
   *     twice or an unknown column
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
