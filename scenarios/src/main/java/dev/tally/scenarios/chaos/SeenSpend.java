package dev.tally.scenarios.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.CommittedRecords;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The committed records of {@code campaign-spend}. */
final class SeenSpend {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonNode> latest = new HashMap<>();
  private long records;
  private long repeated;
  private long decreased;

  private SeenSpend() {}

  static SeenSpend in(KafkaCluster kafka, String topic) throws IOException {
    SeenSpend seen = new SeenSpend();
    CommittedRecords.forEach(kafka, topic, (key, value) -> seen.add(JSON.readTree(value)));
    return seen;
  }

  private void add(JsonNode record) {
    records++;
    JsonNode before = latest.get(record.get("record_uuid").asText());
    if (before != null) {
      int revision = Long.compare(number(record, "revision"), number(before, "revision"));
      repeated += revision == 0 ? 1 : 0;
      boolean less = number(record, "spend_micros") < number(before, "spend_micros");
      decreased += revision < 0 || less ? 1 : 0;
    }
    latest.put(record.get("record_uuid").asText(), record);
  }

  private static long number(JsonNode record, String field) {
    return record.get(field).asLong();
  }

  /** Returns the spend of the campaigns, over all days. */
  Map<String, Long> spend() {
    Map<String, Long> spend = new TreeMap<>();
    latest
        .values()
        .forEach(
            record ->
                spend.merge(
                    record.get("campaign_id").asText(), number(record, "spend_micros"), Long::sum));
    return spend;
  }

  long records() {
    return records;
  }

  long repeated() {
    return repeated;
  }

  long decreased() {
    return decreased;
  }
}
