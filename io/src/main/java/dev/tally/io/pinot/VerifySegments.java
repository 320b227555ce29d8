package dev.tally.io.pinot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits until every segment is held by all servers that it is assigned to, and a query counts its
 * rows.
 *
 * <p>Errors: {@link PinotException} with the reason for each segment when the timeout expires. A
 * failed query is repeated; any other exception ends the wait at once.
 */
final class VerifySegments {
  private final SegmentTable table;
  private final String broker;
  private final Duration timeout;

  VerifySegments(SegmentTable table, String broker, Duration timeout) {
    this.table = table;
    this.broker = broker;
    this.timeout = timeout;
  }

  void verify(List<UploadedSegment> all) {
    RetryPolicy<List<String>> untilHeld =
        RetryPolicy.<List<String>>builder()
            .handleResultIf(problems -> !problems.isEmpty())
            .abortOn(Throwable.class)
            .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(5))
            .withMaxRetries(-1)
            .withMaxDuration(timeout)
            .build();
    try (PinotQuery pinot = PinotQuery.at(broker)) {
      List<String> problems = Failsafe.with(untilHeld).get(() -> problems(all, pinot));
      if (!problems.isEmpty()) {
        throw new PinotException(
            "Segments are uploaded, but not in place after %s; check Pinot's servers:\n- %s"
                .formatted(timeout, String.join("\n- ", problems)));
      }
    }
  }

  private List<String> problems(List<UploadedSegment> all, PinotQuery pinot) {
    List<String> problems = notInState(all);
    if (problems.isEmpty()) {
      problems = differentContent(all);
    }
    return problems.isEmpty() ? wrongCount(all, pinot) : problems;
  }

  private List<String> notInState(List<UploadedSegment> all) {
    JsonNode states = table.view("externalview");
    JsonNode wanted = table.view("idealstate");
    return all.stream()
        .map(UploadedSegment::name)
        .filter(name -> !wanted.has(name) || !states.path(name).equals(wanted.path(name)))
        .map(
            name ->
                "%s is in state %s instead of %s."
                    .formatted(name, states.path(name), wanted.path(name)))
        .toList();
  }

  /** Queries every server, so it is called only after the states are right. */
  private List<String> differentContent(List<UploadedSegment> all) {
    JsonNode metadata = table.serverMetadata();
    List<String> problems = new ArrayList<>();
    for (UploadedSegment uploaded : all) {
      String name = uploaded.name();
      if (!metadata.has(name)) {
        problems.add("%s: no server reported its content.".formatted(name));
      } else if (metadata.path(name).path("crc").asLong() != uploaded.crc()) {
        problems.add("%s has different content on a server: reload it.".formatted(name));
      }
    }
    return problems;
  }

  private List<String> wrongCount(List<UploadedSegment> all, PinotQuery pinot) {
    List<String> problems = new ArrayList<>();
    try {
      for (UploadedSegment uploaded : all) {
        String sql =
            "SET skipUpsert = true; SELECT COUNT(*) AS n FROM %s WHERE $segmentName = '%s'"
                .formatted(table.name(), uploaded.name());
        long found = pinot.query(sql, 1).getLong(0, "n");
        if (found != uploaded.rows()) {
          problems.add(
              "%s has %d rows, not %d.".formatted(uploaded.name(), found, uploaded.rows()));
        }
      }
    } catch (PinotException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return problems;
  }
}
