package dev.tally.truth.generate;

import java.time.Instant;
import java.util.List;

/** Counts the orders by their expected outcome and by the rules that they test. */
final class OrderCounts {
  private static final long LATE_MS = 60_000;

  private final Touches touches;
  private final OrderOracle oracle;
  private long orders;
  private long creditedToClicks;
  private long credited;
  private long cancelled;
  private long uncreditedDespiteTouches;
  private long late;
  private long beforeTheirTouch;
  private long atTheirTouch;
  private long atTheEdge;
  private long beyondTheEdge;
  private long tied;
  private long decidedByCampaigns;

  OrderCounts(Touches touches, OrderOracle oracle) {
    this.touches = touches;
    this.oracle = oracle;
  }

  void add(PlannedOrder order, int creditedTouch) {
    orders++;
    if (order.cancelled()) {
      cancelled++;
      return;
    }
    late += order.brokerTime() - order.time() > LATE_MS ? 1 : 0;
    beyondTheEdge += oracle.hasTouchAt(order, 1) ? 1 : 0;
    decidedByCampaigns += oracle.creditedTouchWithoutCampaigns(order) != creditedTouch ? 1 : 0;
    if (creditedTouch == OrderOracle.NO_TOUCH) {
      uncreditedDespiteTouches += touches.of(order.user(), order.store()).length > 0 ? 1 : 0;
    } else {
      addCredit(order, creditedTouch);
    }
  }

  private void addCredit(PlannedOrder order, int creditedTouch) {
    credited++;
    creditedToClicks += touches.isClick(creditedTouch) ? 1 : 0;
    beforeTheirTouch += order.brokerTime() < touches.arrival(creditedTouch) ? 1 : 0;
    atTheirTouch += order.time() == touches.time(creditedTouch) ? 1 : 0;
    atTheEdge += oracle.isAtItsEdge(order, creditedTouch) ? 1 : 0;
    tied += oracle.isTied(order, creditedTouch) ? 1 : 0;
  }

  /** Returns the totals; both lists are in the order of broker time. */
  OrderSummary summary(
      List<PlannedCampaignVersion> versions, List<Deliveries.PlannedDelivery> sent) {
    long tooOld = sent.stream().filter(Deliveries.PlannedDelivery::tooOld).count();
    long lastVersion = versions.isEmpty() ? 0 : versions.get(versions.size() - 1).brokerTime();
    return OrderSummary.builder()
        .lines(sent.size())
        .campaignLines(versions.size())
        .orders(orders)
        .duplicates(sent.size() - orders - cancelled - tooOld)
        .tooOld(tooOld)
        .creditedToClicks(creditedToClicks)
        .creditedToImpressions(credited - creditedToClicks)
        .uncredited(orders - credited - cancelled)
        .cancelled(cancelled)
        .uncreditedDespiteTouches(uncreditedDespiteTouches)
        .late(late)
        .beforeTheirTouch(beforeTheirTouch)
        .atTheirTouch(atTheirTouch)
        .atTheEdge(atTheEdge)
        .beyondTheEdge(beyondTheEdge)
        .tied(tied)
        .decidedByCampaigns(decidedByCampaigns)
        .lastBrokerTime(
            Instant.ofEpochMilli(Math.max(lastVersion, sent.get(sent.size() - 1).brokerTime())))
        .build();
  }
}
