package dev.tally.scenarios.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.CommittedRecords;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/**
 * Reads all committed records, of all revisions, from one of Tally's topics. A column is a field of
 * their JSON.
 */
public record TopicTable(KafkaCluster cluster, String topic) implements StoredTable {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void forEach(List<String> columns, Consumer<Map<String, String>> action)
      throws IOException {
    try {
      CommittedRecords.forEach(
          cluster, topic, (key, value) -> action.accept(row(JSON.readTree(value), columns)));
    } catch (KafkaException e) {
      throw new IOException("Kafka: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> row(JsonNode json, List<String> columns) {
    Map<String, String> row = new HashMap<>();
    for (String column : columns) {
      row.put(column, json.path(column).asText(""));
    }
    return row;
  }
}
