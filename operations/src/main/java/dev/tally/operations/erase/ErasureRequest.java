package dev.tally.operations.erase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * A request to erase what is known of a user up to a time.
 *
 * @param id identifies the request in reports, which do not contain user ids
 * @param at when it was made, by the clock of the command
 * @param completed true once a run has erased all stores that it used
 */
public record ErasureRequest(UserFingerprint user, String id, Instant at, boolean completed) {
  /** How far the clock of a store or device may be ahead: the default of the jobs. */
  static final Duration MAX_CLOCK_SKEW = Duration.standardMinutes(5);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns true if the request includes data of this time. */
  boolean covers(long time) {
    return time <= until();
  }

  /** Returns the last time, in epoch milliseconds, that the request includes. */
  long until() {
    return at.plus(MAX_CLOCK_SKEW).getMillis();
  }

  ErasureRequest complete() {
    return new ErasureRequest(user, id, at, true);
  }

  byte[] encode() throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("request", id);
    json.put("requested_at", at.getMillis());
    json.put("completed", completed);
    return JSON.writeValueAsBytes(json);
  }

  static ErasureRequest decode(UserFingerprint user, byte[] value) throws IOException {
    JsonNode json = JSON.readTree(value);
    if (!json.hasNonNull("request") || !json.hasNonNull("requested_at")) {
      throw new IOException(
          "The topic of erasures contains a record that is not from ./tally erase: name another topic with --erasuresTopic.");
    }
    return new ErasureRequest(
        user,
        json.get("request").asText(),
        Instant.ofEpochMilli(json.get("requested_at").asLong()),
        json.path("completed").asBoolean());
  }
}
