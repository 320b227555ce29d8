package dev.tally.operations.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code KnownSpend} is a record of {@code campaign-spend}: what a campaign has spent on a day.
 * Amounts are millionths of the currency unit.
 *
 * @param day the start of the UTC day
 * @param budget null if the campaign has none
 * @param asOf the broker time up to which every event is counted
 * @param bound the bound that the record contains
 * @param activeUntil null if it is exhausted, spends nothing or has no budget
 */
record KnownSpend(
    String campaign,
    Instant day,
    long revision,
    long spend,
    @Nullable Long budget,
    long ratePerMinute,
    Instant asOf,
    long bound,
    boolean exhausted,
    @Nullable Instant activeUntil) {
  /**
   * Returns the record in a JSON object.
   *
   * @throws IllegalArgumentException if a field is missing
   */
  static KnownSpend of(JsonNode json) {
    return new KnownSpend(
        required(json, "campaign_id").asText(),
        Instant.ofEpochMilli(required(json, "day").asLong()),
        required(json, "revision").asLong(),
        required(json, "spend_micros").asLong(),
        json.has("budget_micros") ? json.get("budget_micros").asLong() : null,
        required(json, "rate_micros_per_minute").asLong(),
        Instant.ofEpochMilli(required(json, "as_of").asLong()),
        required(json, "bound_micros").asLong(),
        required(json, "status").asText().equals("exhausted"),
        json.has("active_until") ? Instant.ofEpochMilli(json.get("active_until").asLong()) : null);
  }

  private static JsonNode required(JsonNode json, String field) {
    JsonNode value = json.get(field);
    if (value == null) {
      throw new IllegalArgumentException(
          "A record of campaign-spend has no field %s: another program has written to the topic."
              .formatted(field));
    }
    return value;
  }
}
