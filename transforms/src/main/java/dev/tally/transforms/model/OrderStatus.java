package dev.tally.transforms.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a record of an order says about it. The set is closed: a record with any other status is a
 * dead letter, because an unknown status may be a cancellation.
 *
 * <p>Spellings are compared without regard to case and surrounding white space; a space or a hyphen
 * equals an underscore.
 */
@SuppressWarnings("ImmutableEnumChecker") // Its list is immutable.
public enum OrderStatus {
  /** The order, or one line of it, was placed and holds. */
  PLACED(
      "placed",
      "created",
      "open",
      "confirmed",
      "accepted",
      "processing",
      "paid",
      "completed",
      "complete",
      "shipped",
      "sent",
      "delivered",
      "fulfilled"),

  /** The amount of the record was paid back. */
  PARTIALLY_REFUNDED("partially_refunded", "partial_refund", "refunded_partially"),

  /** The whole order was paid back: it earns no credit, for ever. */
  REFUNDED("refunded", "fully_refunded", "refund", "returned", "charged_back", "chargeback"),

  /** The order was cancelled: it earns no credit, for ever. */
  CANCELLED("cancelled", "canceled", "voided", "void");

  private static final Map<String, OrderStatus> BY_SPELLING = bySpelling();

  private final List<String> spellings;

  OrderStatus(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /** The status with this spelling; null if there is none. */
  public static @Nullable OrderStatus of(String text) {
    String normal = text.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    return BY_SPELLING.get(normal);
  }

  /** The status as attributed orders hold it, for example {@code placed}. */
  public String wireName() {
    return spellings.get(0);
  }

  /** True if an order with such a record earns no credit any more. */
  public boolean isClosing() {
    return this == CANCELLED || this == REFUNDED;
  }

  /** All spellings, for a person. */
  public static String expected() {
    StringBuilder all = new StringBuilder();
    for (OrderStatus status : values()) {
      all.append(all.isEmpty() ? "" : "; ").append(String.join(", ", status.spellings));
    }
    return all.toString();
  }

  private static Map<String, OrderStatus> bySpelling() {
    Map<String, OrderStatus> statuses = new TreeMap<>();
    for (OrderStatus status : values()) {
      status.spellings.forEach(spelling -> statuses.put(spelling, status));
    }
    return statuses;
  }
}
