package dev.tally.operate;

import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Counts the committed dead letters of a topic by reason, which is their key. */
public final class DeadLetterCounts {
  private DeadLetterCounts() {}

  /** By reason, from the start of the topic to its end as of now. */
  public static Map<String, Long> of(KafkaCluster cluster, String topic) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    CommittedRecords.forEach(
        cluster,
        topic,
        (key, value) -> counts.merge(new String(key, StandardCharsets.UTF_8), 1L, Long::sum));
    return counts;
  }
}
