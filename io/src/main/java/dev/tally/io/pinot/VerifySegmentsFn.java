package dev.tally.io.pinot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Gives the names of placed segments when servers hold each, and a query counts its rows. */
final class VerifySegmentsFn extends DoFn<KV<String, Iterable<Placed>>, String> {
  private static final long serialVersionUID = 1L;
  private final PinotIO.WriteSegments write;

  VerifySegmentsFn(PinotIO.WriteSegments write) {
    this.write = write;
  }

  @ProcessElement
  public void process(@Element KV<String, Iterable<Placed>> all, OutputReceiver<String> out) {
    RetryPolicy<List<String>> untilHeld =
        RetryPolicy.<List<String>>builder()
            .handleResultIf(problems -> !problems.isEmpty())
            .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(5))
            .withMaxRetries(-1)
            .withMaxDuration(write.patience())
            .build();
    List<String> problems = Failsafe.with(untilHeld).get(() -> problems(all.getValue()));
    if (!problems.isEmpty()) {
      throw new PinotException(
          "Segments are uploaded, but not in place after %s; look at Pinot's servers:\n- %s"
              .formatted(write.patience(), String.join("\n- ", problems)));
    }
    all.getValue().forEach(placed -> out.output(placed.name()));
  }

  private List<String> problems(Iterable<Placed> all) {
    SegmentTable segments = write.segments();
    JsonNode states = segments.view("externalview");
    JsonNode wanted = segments.view("idealstate");
    JsonNode held = segments.held();
    List<String> problems = new ArrayList<>();
    for (Placed placed : all) {
      String name = placed.name();
      if (!wanted.has(name) || !states.path(name).equals(wanted.path(name))) {
        problems.add("%s is %s.".formatted(name, states.path(name)));
      } else if (held.path(name).path("crc").asLong() != placed.crc()) {
        problems.add("%s is held with other content: reload it.".formatted(name));
      }
    }
    return problems.isEmpty() ? uncounted(all) : problems;
  }

  private List<String> uncounted(Iterable<Placed> all) {
    List<String> problems = new ArrayList<>();
    try (PinotQuery pinot = PinotQuery.at(write.broker())) {
      for (Placed placed : all) {
        String sql =
            "SET skipUpsert = true; SELECT COUNT(*) AS n FROM %s WHERE $segmentName = '%s'"
                .formatted(write.table().name(), placed.name());
        long found = pinot.query(sql, 1).getLong(0, "n");
        if (found != placed.rows()) {
          problems.add("%s has %d rows, not %d.".formatted(placed.name(), found, placed.rows()));
        }
      }
    } catch (PinotException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return problems;
  }
}
