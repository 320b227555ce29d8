package dev.tally.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.operations.CommittedRecords;
import dev.tally.scenarios.verify.LatestRevisions;
import dev.tally.scenarios.verify.StoredRecords;
import dev.tally.scenarios.verify.TopicTable;
import dev.tally.truth.compare.Differences;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The differences between the output of a run and the expected output.
 *
 * @param rows the differences of the rows with the highest revisions
 * @param cleanMissing accepted events that are not among the clean events
 * @param cleanRepeated the number of clean events in addition to the first copy of each event
 */
record CountingOutput(Differences rows, long cleanMissing, long cleanRepeated) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads all committed output of a run and compares it. */
  static CountingOutput of(CountingSettings settings, AggregationInput input) throws IOException {
    Differences rows =
        StoredRecords.compare(
            new LatestRevisions(new TopicTable(input.kafka(), settings.metricsTopic())),
            input.truth());
    if (!settings.writesCleanEvents()) {
      return new CountingOutput(rows, 0, 0);
    }
    Set<String> events = new HashSet<>();
    long[] repeated = {0};
    CommittedRecords.forEach(
        input.kafka(),
        settings.cleanTopic(),
        (key, value) -> {
          var event = JSON.readTree(value);
          String id = event.path("event_type").asText() + event.path("event_id").asText();
          repeated[0] += events.add(id) ? 0 : 1;
        });
    return new CountingOutput(rows, input.summary().accepted() - events.size(), repeated[0]);
  }

  /** Returns true if every row is as expected and every clean event was written once. */
  boolean right() {
    return rows.none() && cleanMissing == 0 && cleanRepeated == 0;
  }

  @Override
  public String toString() {
    if (right()) {
      return "%,d rows as expected".formatted(rows.rows());
    }
    return "WRONG: %s clean_missing=%d clean_repeated=%d%n%s"
        .formatted(rows.line(), cleanMissing, cleanRepeated, String.join("\n", rows.examples()));
  }
}
