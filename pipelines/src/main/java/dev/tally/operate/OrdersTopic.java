package dev.tally.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.verify.OrderColumn;
import dev.tally.verify.OrderRow;
import dev.tally.verify.OrdersComparison;
import dev.tally.verify.OrdersTruth;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** The attributed orders that stand committed in Kafka, read whole. */
public final class OrdersTopic {
  /** Its usual name. */
  public static final String NAME = "attributed-orders";

  private static final ObjectMapper JSON = new ObjectMapper();

  private OrdersTopic() {}

  /**
   * Compares all revisions with the truth.
   *
   * @throws IllegalArgumentException if orders are credited to several touches each
   */
  public static OrdersComparison compare(KafkaCluster cluster, String topic, OrdersTruth truth)
      throws IOException {
    OrdersComparison comparison = OrdersComparison.with(truth);
    CommittedRecords.forEach(cluster, topic, (key, value) -> comparison.add(row(value)));
    return comparison;
  }

  private static OrderRow row(byte[] value) throws IOException {
    JsonNode json = JSON.readTree(value);
    if (json.has("credits")) {
      throw new IllegalArgumentException(
          "The orders are credited to several touches each: a truth is of --strategy=LAST_TOUCH.");
    }
    Map<OrderColumn, String> values = new EnumMap<>(OrderColumn.class);
    for (OrderColumn column : OrderColumn.values()) {
      if (json.has(column.column())) {
        values.put(column, json.get(column.column()).asText());
      }
    }
    return new OrderRow(json.path("record_uuid").asText(), json.path("revision").asLong(), values);
  }
}
