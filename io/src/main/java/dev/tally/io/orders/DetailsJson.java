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

/** The bodies of a call, as docs/order-service.md has them. */
final class DetailsJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CATEGORY = 256;

  private DetailsJson() {}

  static byte[] question(List<String> ids) {
    ObjectNode question = JSON.createObjectNode();
    ArrayNode all = question.putArray("order_ids");
    ids.forEach(all::add);
    try {
      return JSON.writeValueAsBytes(question);
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory cannot fail to be written", impossible);
    }
  }

  /**
   * The orders that the service knows, by id. One that is told in another form than the contract's
   * is left out and counted: it must not spoil those that are asked for together with it.
   */
  static Map<String, Details> answer(byte[] body, Counts counts) throws ServiceFault {
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
        counts.add(Counts.Name.ANSWERS_REFUSED, 1);
      }
    }
    return found;
  }

  /** A text of up to 256 characters, of whole ones: no other survives being encoded. */
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
      throw ServiceFault.passing("an answer that is not JSON");
    }
    if (!orders.isArray()) {
      throw ServiceFault.passing("an answer without a list of orders");
    }
    return orders;
  }
}
