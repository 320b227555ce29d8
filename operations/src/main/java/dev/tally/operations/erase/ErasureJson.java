package dev.tally.operations.erase;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.joda.time.Instant;

/**
 * Encodes an {@link ErasureReport} as JSON, for example {@code
 * {"requests":[{"request":"5d1f…","requested_at":"2026-03-01T12:00:00.000Z","completed":true}],
 * "settled":true,"places":[{"place":"HIVE","name":"attributed_orders","outcome":"ERASED","rows":3,
 * …}]}}.
 */
public final class ErasureJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ErasureJson() {}

  /** Returns the report as an object of several lines. */
  public static String of(ErasureReport report) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode requests = root.putArray("requests");
    for (ErasureRequest request : report.requests()) {
      ObjectNode json = requests.addObject();
      json.put("request", request.id());
      json.put("requested_at", request.at().toString());
      json.put("completed", request.completed());
    }
    root.put("settled", report.isSettled());
    ArrayNode places = root.putArray("places");
    for (ErasureReport.Finding finding : report.findings()) {
      ObjectNode json = places.addObject();
      json.put("place", finding.place().name());
      json.put("kind", finding.place().kind().name().toLowerCase(Locale.ROOT));
      json.put("name", finding.name());
      json.put("outcome", finding.outcome().name());
      json.put("rows", finding.rows());
      Instant expires = finding.expires();
      json.put("expires", expires == null ? null : expires.toString());
      json.put("detail", finding.detail());
    }
    return root.toPrettyString();
  }
}
