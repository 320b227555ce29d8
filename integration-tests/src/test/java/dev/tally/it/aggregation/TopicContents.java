package dev.tally.it.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.CommittedRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the committed JSON records of a topic, without heartbeats. */
public final class TopicContents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TopicContents() {}

  public static List<JsonNode> of(KafkaCluster cluster, String topic) {
    List<JsonNode> contents = new ArrayList<>();
    try {
      CommittedRecords.forEach(cluster, topic, (key, value) -> contents.add(JSON.readTree(value)));
    } catch (IOException e) {
      throw new AssertionError("Not JSON in " + topic, e);
    }
    return contents;
  }
}
