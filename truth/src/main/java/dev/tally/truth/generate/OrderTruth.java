package dev.tally.truth.generate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the expected credit of each order, as determined by the oracle.
 *
 * <p>State: about 70 bytes per order.
 */
final class OrderTruth {
  static final String HEADER =
      "order_id,status,touch_event_id,touch_type,touch_time,ad_id,campaign_id,user_id,store_id,"
          + "order_time,amount_micros,currency,region";

  private record Row(PlannedOrder order, int creditedTouch) {}

  private final Touches touches;
  private final Catalog catalog;
  private final PlannedOrderJson json;
  private final OrderOracle oracle;
  private final OrderCounts counts;
  private final List<Row> rows = new ArrayList<>();

  OrderTruth(Touches touches, Catalog catalog, PlannedOrderJson json, OrderOracle oracle) {
    this.touches = touches;
    this.catalog = catalog;
    this.json = json;
    this.oracle = oracle;
    counts = new OrderCounts(touches, oracle);
  }

  void add(PlannedOrder order) {
    int creditedTouch = order.cancelled() ? OrderOracle.NO_TOUCH : oracle.creditedTouch(order);
    counts.add(order, creditedTouch);
    rows.add(new Row(order, creditedTouch));
  }

  OrderCounts counts() {
    return counts;
  }

  /**
   * Writes the header and one line per order, sorted by order id; the touch's cells are empty if no
   * touch earns credit for the order.
   */
  void writeTo(Appendable csv) throws IOException {
    csv.append(HEADER).append('\n');
    for (Row row : rows) {
      PlannedOrder order = row.order();
      List<String> cells = new ArrayList<>();
      cells.add(json.orderId(order));
      cells.add(order.cancelled() ? "cancelled" : "placed");
      cells.addAll(credit(row.creditedTouch()));
      cells.add(catalog.user(order.user()));
      cells.add(catalog.storeName(order.store()));
      cells.add(Long.toString(order.time()));
      cells.add(Long.toString(order.amountMicros()));
      cells.add(json.currency(order));
      cells.add(json.region(order));
      csv.append(String.join(",", cells)).append('\n');
    }
  }

  private List<String> credit(int creditedTouch) {
    if (creditedTouch == OrderOracle.NO_TOUCH) {
      return List.of("", "", "", "", "");
    }
    return List.of(
        touches.id(creditedTouch),
        touches.isClick(creditedTouch) ? "click" : "impression",
        Long.toString(touches.time(creditedTouch)),
        catalog.ad(touches.ad(creditedTouch)),
        catalog.campaign(touches.ad(creditedTouch)));
  }
}
