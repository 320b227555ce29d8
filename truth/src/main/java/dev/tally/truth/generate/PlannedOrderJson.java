package dev.tally.truth.generate;

import java.nio.charset.StandardCharsets;

/** Encodes planned orders and campaign versions as JSON, in ASCII only. */
final class PlannedOrderJson {
  private final Catalog catalog;
  private final int idDigits;

  PlannedOrderJson(Plan plan, Catalog catalog) {
    this.catalog = catalog;
    idDigits = Integer.toString(Math.max(1, plan.orders().count() - 1)).length();
  }

  /**
   * Returns the order id, e.g. {@code order-00042}; it is padded with zeros, so that ids sort in
   * numeric order.
   */
  String orderId(PlannedOrder order) {
    String number = Integer.toString(order.number());
    return "order-" + "0".repeat(idDigits - number.length()) + number;
  }

  String currency(PlannedOrder order) {
    return order.number() % 7 == 3 ? "EUR" : "USD";
  }

  String region(PlannedOrder order) {
    return catalog.region(catalog.homeOf(order.user()));
  }

  byte[] order(PlannedOrder order, boolean cancels) {
    return object()
        .text("order_id", orderId(order))
        .text("user_id", catalog.user(order.user()))
        .text("store_id", catalog.storeName(order.store()))
        .number("order_time", order.time())
        .text("status", cancels ? "cancelled" : "placed")
        .number("amount_micros", order.amountMicros())
        .text("currency", currency(order))
        .text("region", region(order))
        .bytes();
  }

  byte[] campaign(PlannedCampaignVersion version) {
    return object()
        .text("campaign_id", catalog.campaignName(version.campaign()))
        .number("valid_from", version.validFrom())
        .number("click_window_ms", version.clickWindow())
        .number("view_window_ms", version.viewWindow())
        .number("daily_budget_micros", version.dailyBudget())
        .plain("active", Boolean.toString(version.active()))
        .bytes();
  }

  private static Fields object() {
    return new Fields();
  }

  private static final class Fields {
    private final StringBuilder text = new StringBuilder(256);

    Fields text(String name, String ascii) {
      return plain(name, Json.quoted(ascii));
    }

    Fields number(String name, long value) {
      return plain(name, Long.toString(value));
    }

    Fields plain(String name, String value) {
      text.append(text.isEmpty() ? '{' : ',').append(Json.quoted(name)).append(':').append(value);
      return this;
    }

    byte[] bytes() {
      return text.append('}').toString().getBytes(StandardCharsets.US_ASCII);
    }
  }
}
