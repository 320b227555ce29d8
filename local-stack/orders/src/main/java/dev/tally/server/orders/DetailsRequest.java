package dev.tally.server.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The orders that a call requests. Their details are derived from the order id, so they never
 * change.
 */
record DetailsRequest(List<String> ids) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEALTH = "tally-health-";
  private static final String[] CATEGORIES = {
    "grocery", "meals", "alcohol", "pharmacy", "convenience"
  };
  private static final int MAX_ITEMS = 12;

  /** Parses the body of a call; returns null if the body is not valid. */
  static @Nullable DetailsRequest read(InputStream body) throws IOException {
    JsonNode all;
    try {
      all = JSON.readTree(body).path("order_ids");
    } catch (JsonProcessingException notJson) {
      return null;
    }
    if (!all.isArray() || IntStream.range(0, all.size()).anyMatch(i -> !all.get(i).isTextual())) {
      return null;
    }
    List<String> ids = new ArrayList<>();
    all.forEach(id -> ids.add(id.asText()));
    return new DetailsRequest(ids);
  }

  boolean isHealthCheck() {
    return ids.stream().anyMatch(id -> id.startsWith(HEALTH));
  }

  byte[] response(String unknownPrefix) throws IOException {
    ObjectNode response = JSON.createObjectNode();
    ArrayNode orders = response.putArray("orders");
    for (String id : ids) {
      if (unknownPrefix.isEmpty() || !id.startsWith(unknownPrefix)) {
        int hash = id.hashCode();
        orders
            .addObject()
            .put("order_id", id)
            .put("items", 1 + Math.floorMod(hash, MAX_ITEMS))
            .put("category", CATEGORIES[Math.floorMod(hash >> 8, CATEGORIES.length)])
            .put("new_customer", Math.floorMod(hash >> 16, 4) == 0);
      }
    }
    return JSON.writeValueAsBytes(response);
  }
}
