package dev.tally.truth.generate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Encodes a summary as JSON, with times in epoch ms and durations in ISO 8601. */
final class SummaryJson {
  private SummaryJson() {}

  static String text(Summary summary) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("lines", summary.lines());
    json.put("accepted", summary.accepted());
    json.put("duplicates", summary.duplicates());
    ObjectNode deadLetters = json.putObject("dead_letters");
    summary.deadLetters().forEach(deadLetters::put);
    json.put("rows", summary.rows());
    json.put("impressions", summary.impressions());
    json.put("clicks", summary.clicks());
    json.put("spend_micros", summary.spendMicros());
    json.put("first_broker_time", summary.firstBrokerTime().toEpochMilli());
    json.put("last_broker_time", summary.lastBrokerTime().toEpochMilli());
    putOptions(json, summary.plan());
    if (summary.orders() != null) {
      OrderSummaryJson.put(json, summary.orders(), summary.plan().orders());
    }
    return json.toPrettyString().replace("\r\n", "\n") + '\n';
  }

  private static void putOptions(ObjectNode json, Plan plan) {
    json.put("seed", plan.seed());
    ObjectNode options = json.putObject("options");
    options.put("events", plan.events());
    options.put("ads", plan.ads());
    options.put("campaigns", plan.campaigns());
    options.put("stores", plan.stores());
    options.put("users", plan.users());
    plan.regions().forEach(options.putArray("regions")::add);
    options.put("start", plan.start().toString());
    options.put("span", plan.span().toString());
    options.put("zipf_exponent", plan.zipfExponent());
    options.put("click_share", plan.clickShare());
    if (plan.hotUserShare() > 0) {
      options.put("hot_user_share", plan.hotUserShare());
    }
    options.put("duplicate_share", plan.duplicateShare());
    options.put("max_copy_delay", plan.maxCopyDelay().toString());
    options.put("late_share", plan.lateShare());
    options.put("max_delay", plan.maxDelay().toString());
    options.put("malformed_share", plan.malformedShare());
    options.put("max_event_age", plan.maxEventAge().toString());
    options.put("max_clock_skew", plan.maxClockSkew().toString());
  }
}
