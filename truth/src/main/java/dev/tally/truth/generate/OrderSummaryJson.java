package dev.tally.truth.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Adds the totals and options of orders to the JSON of the summary. */
final class OrderSummaryJson {
  private OrderSummaryJson() {}

  static void put(ObjectNode summary, OrderSummary orders, OrderPlan plan) {
    ObjectNode json = summary.putObject("orders");
    json.put("lines", orders.lines());
    json.put("campaign_lines", orders.campaignLines());
    json.put("orders", orders.orders());
    json.put("duplicates", orders.duplicates());
    json.put("too_old", orders.tooOld());
    json.put("credited_to_clicks", orders.creditedToClicks());
    json.put("credited_to_impressions", orders.creditedToImpressions());
    json.put("uncredited", orders.uncredited());
    json.put("cancelled", orders.cancelled());
    json.put("uncredited_despite_touches", orders.uncreditedDespiteTouches());
    json.put("late", orders.late());
    json.put("before_their_touch", orders.beforeTheirTouch());
    json.put("at_their_touch", orders.atTheirTouch());
    json.put("at_the_edge", orders.atTheEdge());
    json.put("beyond_the_edge", orders.beyondTheEdge());
    json.put("tied", orders.tied());
    json.put("decided_by_campaigns", orders.decidedByCampaigns());
    json.put("last_broker_time", orders.lastBrokerTime().toEpochMilli());
    ObjectNode options = json.putObject("options");
    options.put("count", plan.count());
    options.put("cancelled_share", plan.cancelledShare());
    options.put("late_share", plan.lateShare());
    options.put("early_share", plan.earlyShare());
    options.put("copy_share", plan.copyShare());
    options.put("campaign_changes", plan.campaignChanges());
    options.put("click_window", plan.clickWindow().toString());
    options.put("view_window", plan.viewWindow().toString());
  }
}
