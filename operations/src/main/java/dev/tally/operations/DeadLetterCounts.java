package dev.tally.operations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Counts the committed dead letters of a topic by reason. */
public final class DeadLetterCounts {
  private static final JsonFactory JSON = new JsonFactory();

  private DeadLetterCounts() {}

  /** Returns the counts by reason, from the start of the topic to its current end. */
  public static Map<String, Long> of(KafkaCluster cluster, String topic) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    CommittedRecords.forEach(
        cluster, topic, (key, value) -> counts.merge(reason(value), 1L, Long::sum));
    return counts;
  }

  /** Stops at the reason, so that the payload, which comes later and may be long, is not parsed. */
  private static String reason(byte[] value) throws IOException {
    try (JsonParser json = JSON.createParser(value)) {
      while (json.nextToken() != null) {
        if ("reason".equals(json.currentName()) && json.currentToken().isScalarValue()) {
          return json.getText();
        }
      }
    }
    return "NO_REASON";
  }
}
