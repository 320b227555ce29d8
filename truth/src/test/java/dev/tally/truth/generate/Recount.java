package dev.tally.truth.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Classifies and counts lines by an independent implementation of the rules, from the bytes alone.
 */
final class Recount {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final List<String> IDS =
      List.of("event_id", "ad_id", "campaign_id", "store_id", "user_id");
  private static final List<String> TEXTS = List.of("event_type", "region");

  private static final List<String> PLACEHOLDERS =
      List.of("undefined", "NULL", "(not set)", "00000000-0000-0000-0000-000000000000");

  private final long maxEventAge;
  private final long maxClockSkew;
  private final Map<String, JsonNode> seen = new HashMap<>();

  final Map<String, Long> deadLetters = new TreeMap<>();
  final Map<String, long[]> rows = new TreeMap<>();
  long lines;
  long accepted;
  long duplicates;
  long firstBrokerTime;
  long lastBrokerTime;

  Recount(Duration maxEventAge, Duration maxClockSkew) {
    this.maxEventAge = maxEventAge.toMillis();
    this.maxClockSkew = maxClockSkew.toMillis();
  }

  static Recount of(Plan plan) {
    return new Recount(plan.maxEventAge(), plan.maxClockSkew());
  }

  void line(long brokerTime, byte[] value) {
    if (lines++ == 0) {
      firstBrokerTime = brokerTime;
    } else if (brokerTime < lastBrokerTime) {
      throw new AssertionError("broker time decreases at line " + lines);
    }
    lastBrokerTime = brokerTime;
    outOfOrder(brokerTime, value);
  }

  /** Adds a line as if it came from another partition. */
  void outOfOrder(long brokerTime, byte[] value) {
    try {
      count(brokerTime, judged(brokerTime, value));
    } catch (Rejection rejection) {
      deadLetters.merge(rejection.getMessage(), 1L, Long::sum);
    }
  }

  private void count(long brokerTime, JsonNode event) throws Rejection {
    long time = event.get("event_time").longValue();
    String id = event.get("event_type").textValue() + " " + event.get("event_id").textValue();
    JsonNode first = seen.putIfAbsent(id, event);
    if (first != null) {
      if (brokerTime - first.get("event_time").longValue() > maxEventAge) {
        throw new AssertionError("the first copy may be forgotten: " + event);
      }
      reject(!first.equals(event), "CONFLICTING_COPY");
      duplicates++;
      return;
    }
    accepted++;
    long minute = Math.floorDiv(time, 60_000) * 60_000;
    String key =
        String.join(
            ",",
            event.get("region").textValue(),
            event.get("campaign_id").textValue(),
            event.get("ad_id").textValue(),
            event.get("store_id").textValue(),
            Long.toString(minute));
    long[] row = rows.computeIfAbsent(key, absent -> new long[3]);
    row[event.get("event_type").textValue().equals("impression") ? 0 : 1]++;
    row[2] += event.path("cost_micros").asLong(0);
  }

  private JsonNode judged(long brokerTime, byte[] value) throws Rejection {
    JsonNode event = parsed(value);
    for (String field : IDS) {
      reject(event.path(field).isMissingNode() || event.get(field).isNull(), "MISSING_FIELD");
      reject(!event.get(field).isTextual(), "WRONG_TYPE");
      reject(event.get(field).textValue().isEmpty(), "EMPTY_ID");
      reject(event.get(field).textValue().length() > 128, "ID_TOO_LONG");
      reject(event.get(field).textValue().contains("\0"), "CONTROL_CHARACTER");
    }
    for (String field : TEXTS) {
      reject(event.path(field).isMissingNode() || event.get(field).isNull(), "MISSING_FIELD");
      reject(!event.get(field).isTextual(), "WRONG_TYPE");
    }
    reject(event.path("event_time").isMissingNode(), "MISSING_FIELD");
    reject(event.get("event_time").isNull(), "MISSING_FIELD");
    reject(!event.get("event_time").isIntegralNumber(), "WRONG_TYPE");
    reject(
        !event.path("cost_micros").isMissingNode() && !event.get("cost_micros").isIntegralNumber(),
        "WRONG_TYPE");
    reject(PLACEHOLDERS.contains(event.get("event_id").textValue()), "PLACEHOLDER_ID");
    reject(event.get("region").textValue().equals("*"), "RESERVED_REGION");
    String type = event.get("event_type").textValue();
    reject(!type.equals("click") && !type.equals("impression"), "UNKNOWN_EVENT_TYPE");
    reject(event.path("cost_micros").asLong(0) < 0, "NEGATIVE_COST");
    reject(event.path("cost_micros").asLong(0) > 1_000_000_000_000L, "AMOUNT_TOO_LARGE");
    long time = event.get("event_time").longValue();
    reject(time < 0 || time >= 1L << 42, "TIME_OUT_OF_BOUNDS");
    reject(brokerTime - time > maxEventAge, "TOO_OLD");
    reject(time - brokerTime > maxClockSkew, "IN_THE_FUTURE");
    return event;
  }

  private static JsonNode parsed(byte[] value) throws Rejection {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      JsonNode node = JSON.readTree(text);
      reject(!node.isObject(), "NOT_JSON");
      return node;
    } catch (CharacterCodingException e) {
      throw new Rejection("INVALID_UTF8");
    } catch (JsonProcessingException e) {
      throw new Rejection("NOT_JSON");
    }
  }

  private static void reject(boolean broken, String reason) throws Rejection {
    if (broken) {
      throw new Rejection(reason);
    }
  }

  private static final class Rejection extends Exception {
    Rejection(String reason) {
      super(reason, null, false, false);
    }
  }
}
