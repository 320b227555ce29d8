package dev.tally.generate;

import java.io.IOException;
import java.util.List;

/**
 * Makes the lines of the orders and campaigns of a plan and, from the plan alone, the truth about
 * them.
 *
 * <p>Output: lines in the order of broker time, which never falls. Those of campaigns begin an hour
 * before the plan.
 *
 * <p>State: the orders and their lines, some 200 bytes an order.
 */
final class OrderGenerator {
  private final Campaigns campaigns;
  private final Deliveries deliveries;
  private final OrderJson json;
  private final OrderTruth truth;

  private OrderGenerator(Plan plan, Catalog catalog, Touches touches) {
    campaigns = new Campaigns(plan);
    deliveries = new Deliveries(plan);
    json = new OrderJson(plan, catalog);
    truth =
        new OrderTruth(touches, catalog, json, new OrderOracle(plan.orders(), touches, campaigns));
  }

  /** The orders of a plan whose events are these. */
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

  /** Gives the number of lines. */
  int writeCampaigns(Generator.Lines lines) throws IOException {
    List<CampaignVersion> sent = campaigns.sent();
    for (CampaignVersion version : sent) {
      lines.accept(version.brokerTime(), json.campaign(version));
    }
    return sent.size();
  }

  /** Gives the number of lines. */
  int writeOrders(Generator.Lines lines) throws IOException {
    List<Deliveries.Delivery> sent = deliveries.sorted();
    for (Deliveries.Delivery delivery : sent) {
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
