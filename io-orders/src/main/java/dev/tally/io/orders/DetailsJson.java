package dev.tally.io.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes request bodies and decodes response bodies, in the format that docs/order-service.md
 * specifies.
 */
final class DetailsJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CATEGORY = 256;

  private DetailsJson() {}

  static byte[] request(List<String> ids) {
    ObjectNode request = JSON.createObjectNode();
    ArrayNode all = request.putArray("order_ids");
    ids.forEach(all::add);
    try {
      return JSON.writeValueAsBytes(request);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory cannot fail", impossible);
    }
  }

  /**
   * Returns the orders that the service knows, by id. An order whose entry violates the contract is
   * left out and counted, so that it does not spoil the other orders of the same response.
   */
  static Map<String, Details> response(byte[] body, LookupCounters counts) throws ServiceFault {
    Map<String, Details> found = new HashMap<>();
    for (JsonNode order : orders(body)) {
      JsonNode id = order.path("order_id");
      JsonNode items = order.path("items");
      JsonNode category = order.path("category");
      JsonNode newCustomer = order.path("new_customer");
      if (id.isTextual()
          && items.isIntegralNumber()
          && items.canConvertToLong()
          && items.asLong() >= 0
          && isCategory(category)
          && newCustomer.isBoolean()) {
        found.put(
            id.asText(), new Details(items.asLong(), category.asText(), newCustomer.asBoolean()));
      } else {
        counts.add(LookupCounters.Name.ANSWERS_REFUSED, 1);
      }
    }
    return found;
  }

  /**
   * True for a text of at most 256 characters without unpaired surrogates, which UTF-8 cannot
   * encode.
   */
  private static boolean isCategory(JsonNode category) {
    return category.isTextual()
        && category.asText().length() <= MAX_CATEGORY
        && UTF_8.newEncoder().canEncode(category.asText());
  }

  private static JsonNode orders(byte[] body) throws ServiceFault {
    JsonNode orders;
    try {
      orders = JSON.readTree(body).path("orders");
    } catch (IOException e) {
      throw ServiceFault.passing("a response that is not JSON");
    }
    if (!orders.isArray()) {
      throw ServiceFault.passing("a response without an array of orders");
    }
    return orders;
  }
}
