package dev.tally.transforms.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An {@code OrderStatus} is the status that a record of an order reports. No other status is
 * accepted: a record with another status becomes a dead letter, because an unknown status might be
 * a cancellation.
 *
 * <p>Spellings are compared ignoring case and surrounding white space; a space or a hyphen is
 * equivalent to an underscore.
 */
@SuppressWarnings("ImmutableEnumChecker") // The list of spellings is immutable.
public enum OrderStatus {
  /** The order, or one line of it, was placed and is still valid. */
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

  /** The amount of the record was refunded. */
  PARTIALLY_REFUNDED("partially_refunded", "partial_refund", "refunded_partially"),

  /** The whole order was refunded: from then on no touch is credited with it. */
  REFUNDED("refunded", "fully_refunded", "refund", "returned", "charged_back", "chargeback"),

  /** The order was cancelled: from then on no touch is credited with it. */
  CANCELLED("cancelled", "canceled", "voided", "void");

  private static final Map<String, OrderStatus> BY_SPELLING = bySpelling();

  private final List<String> spellings;

  OrderStatus(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /** Returns the status with this spelling, or null if there is none. */
  public static @Nullable OrderStatus of(String text) {
    String normal = text.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    return BY_SPELLING.get(normal);
  }

  /** Returns the spelling that attributed orders use, for example {@code placed}. */
  public String wireName() {
    return spellings.get(0);
  }

  /**
   * Returns true if an order that has a record with this status is credited to no touch any longer.
   */
  public boolean isClosing() {
    return this == CANCELLED || this == REFUNDED;
  }

  /** Returns all accepted spellings, for use in a message. */
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
