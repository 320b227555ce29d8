package dev.tally.truth.generate;

import java.io.IOException;
import java.util.List;

/**
 * Generates the order and campaign lines of a plan and the expected credits of the orders.
 *
 * <p>Output: lines in the order of broker time, which never decreases. The first campaign lines are
 * sent about an hour before the start of the plan.
 *
 * <p>State: the orders and their lines, about 200 bytes per order.
 */
final class OrderGenerator {
  private final PlannedCampaigns campaigns;
  private final Deliveries deliveries;
  private final PlannedOrderJson json;
  private final OrderTruth truth;

  private OrderGenerator(Plan plan, Catalog catalog, Touches touches) {
    campaigns = new PlannedCampaigns(plan);
    deliveries = new Deliveries(plan);
    json = new PlannedOrderJson(plan, catalog);
    truth =
        new OrderTruth(touches, catalog, json, new OrderOracle(plan.orders(), touches, campaigns));
  }

  /** Generates the orders of a plan with these touches. */
  static OrderGenerator of(Plan plan, Touches touches) {
    OrderGenerator generator = new OrderGenerator(plan, new Catalog(plan), touches);
    PlannedOrders orders = new PlannedOrders(plan, touches, generator.campaigns);
    for (int number = 0; number < plan.orders().count(); number++) {
      PlannedOrder order = orders.next(number);
      generator.deliveries.add(order);
      generator.truth.add(order);
    }
    return generator;
  }

  /** Writes all campaign lines and returns their number. */
  int writeCampaigns(Generator.LineOutput lines) throws IOException {
    List<PlannedCampaignVersion> sent = campaigns.sent();
    for (PlannedCampaignVersion version : sent) {
      lines.accept(version.brokerTime(), json.campaign(version));
    }
    return sent.size();
  }

  /** Writes all order lines and returns their number. */
  int writeOrders(Generator.LineOutput lines) throws IOException {
    List<Deliveries.PlannedDelivery> sent = deliveries.sorted();
    for (Deliveries.PlannedDelivery delivery : sent) {
      lines.accept(delivery.brokerTime(), json.order(delivery.order(), delivery.cancels()));
    }
    return sent.size();
  }

  OrderTruth truth() {
    return truth;
  }

  OrderSummary summary() {
    return truth.counts().summary(campaigns.sent(), deliveries.sorted());
  }
}
