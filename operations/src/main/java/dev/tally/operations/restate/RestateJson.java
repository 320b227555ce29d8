package dev.tally.operations.restate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.MetricMeasure;

/**
 * Encodes a {@link RestateReport} as JSON, for example {@code
 * {"from":"2026-03-01T12:00:00.000Z",…,"changes":[{"day":"2026-03-01","campaign_id":"c-1",
 * "before":{"clicks":7,…},"after":{…}}]}}.
 */
public final class RestateJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RestateJson() {}

  /**
   * Returns the report as an object of several lines.
   *
   * @param written the number of rows that were written; 0 for a dry run
   */
  public static String of(RestateReport report, long written) {
    ObjectNode root = JSON.createObjectNode();
    root.put("from", report.range().from().toString());
    root.put("to", report.range().to().toString());
    report.invalidTraffic().forEach(root.putArray("invalid_traffic")::add);
    ObjectNode events = root.putObject("events");
    events.put("read", report.events().read());
    events.put("counted", report.events().counted());
    events.put("duplicates", report.events().duplicates());
    ObjectNode rejected = events.putObject("rejected");
    report.events().rejected().forEach(rejected::put);
    ObjectNode rows = root.putObject("rows");
    rows.put("unchanged", report.rows().unchanged());
    rows.put("changed", report.rows().changed());
    rows.put("new", report.rows().added());
    rows.put("zeroed", report.rows().zeroed());
    rows.put("written", written);
    root.put("generation", report.generation());
    ArrayNode changes = root.putArray("changes");
    for (RestateReport.Change change : report.changes()) {
      ObjectNode json = changes.addObject();
      json.put("day", change.day().toString());
      json.put("campaign_id", change.campaignId());
      put(change.before(), json.putObject("before"));
      put(change.after(), json.putObject("after"));
    }
    return root.toPrettyString();
  }

  private static void put(MeasureSums sums, ObjectNode json) {
    for (MetricMeasure measure : MetricMeasure.values()) {
      json.put(measure.column(), sums.get(measure));
    }
  }
}
