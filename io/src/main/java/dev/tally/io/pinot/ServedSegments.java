package dev.tally.io.pinot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.collect.Iterables;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The segments of a table as Pinot's servers hold them.
 *
 * <p>Errors: {@link PinotException} if the servers do not reach a state in time.
 */
final class ServedSegments {
  private static final String IDEAL_STATE = "idealstate";
  private static final String EXTERNAL_VIEW = "externalview";

  private final ControllerClient controller;
  private final String table;
  private final Duration timeout;

  ServedSegments(ControllerClient controller, String table, Duration timeout) {
    this.controller = controller;
    this.table = table;
    this.timeout = timeout;
  }

  /**
   * Waits until the servers hold every segment that is assigned to them. A reload skips a segment
   * that is still being opened. If that segment is opened with the previous schema, it does not get
   * the new column.
   */
  void await() {
    await(segments -> true, "load every segment");
  }

  /**
   * Commits the segments that are consuming, and waits for those that follow them. A consuming
   * segment has the schema of the time at which it began: columns that are added later would be
   * left out of all its records.
   */
  void commitConsuming() {
    Set<String> before = consuming(segments(IDEAL_STATE));
    controller.post("/tables/" + table + "/forceCommit");
    await(
        segments -> Collections.disjoint(before, consuming(segments)),
        "commit the consuming segments");
  }

  /** Reloads the committed segments, so that they have each column of the schema. */
  void reload() {
    controller.post("/segments/" + table + "/reload?type=REALTIME");
  }

  /**
   * Waits until the servers hold every segment that is assigned to them, and they are as expected.
   *
   * @param action what Pinot does until then, for use in a message
   */
  private void await(Predicate<JsonNode> expected, String action) {
    RetryPolicy<Boolean> untilHeld =
        RetryPolicy.<Boolean>builder()
            .handleResult(false)
            .withDelay(Duration.ofMillis(200))
            .withMaxRetries(-1)
            .withMaxDuration(timeout)
            .build();
    if (!Failsafe.with(untilHeld).get(() -> areHeld(expected))) {
      throw new PinotException(
          "Pinot's servers did not %s of table %s within %s, so its new columns would be missing in some segments: check the servers, then apply the table again."
              .formatted(action, table, timeout));
    }
  }

  private boolean areHeld(Predicate<JsonNode> expected) {
    JsonNode segments = segments(IDEAL_STATE);
    return segments.equals(segments(EXTERNAL_VIEW)) && expected.test(segments);
  }

  private JsonNode segments(String view) {
    return controller
        .get("/tables/" + table + "/" + view + "?tableType=realtime")
        .map(found -> found.path("REALTIME"))
        .orElseGet(MissingNode::getInstance);
  }

  private static Set<String> consuming(JsonNode segments) {
    return segments.properties().stream()
        .filter(segment -> Iterables.any(segment.getValue(), s -> s.asText().equals("CONSUMING")))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
