package dev.tally.io.pinot;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.tally.io.pinot.SegmentTable.Standing;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Puts one segment into a table, so that a repeat changes nothing. Each try looks first what
 * stands: the same content is left alone, a new name is added, other content refused: to replace a
 * segment makes Pinot forget the rows that it had outranked.
 *
 * <p>Errors: a controller that is down, a broken connection, 409 and 5xx are tried again until the
 * patience ends; anything else ends it at once.
 */
final class PlaceSegment {
  private static final Set<Integer> LOOK_AGAIN = Set.of(408, 409, 429);
  private static final int SERVER_ERROR = 500;
  private static final String DONE = "";

  private final SegmentTable table;
  private final Duration patience;

  PlaceSegment(SegmentTable table, Duration patience) {
    this.table = table;
    this.patience = patience;
  }

  void place(BuiltSegment segment) {
    RetryPolicy<String> untilDone =
        RetryPolicy.<String>builder()
            .handleResultIf(reason -> !reason.equals(DONE))
            .abortOn(Throwable.class)
            .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(5))
            .withJitter(0.2)
            .withMaxRetries(-1)
            .withMaxDuration(patience)
            .build();
    String reason = Failsafe.with(untilDone).get(() -> attempt(segment));
    if (!reason.equals(DONE)) {
      throw new PinotException(
          "Segment %s is not placed after %s: %s"
              .formatted(segment.placed().name(), patience, reason));
    }
  }

  private String attempt(BuiltSegment segment) {
    Optional<Standing> found = table.find(segment.placed().name());
    if (found.isPresent() && !found.get().held()) {
      return "Pinot knows it, but no server is to hold it: another upload is under way, or a"
          + " controller died in one; then write with another prefix, it does no harm.";
    }
    if (found.isPresent() && found.get().crc() == segment.placed().crc()) {
      return DONE;
    }
    if (found.isPresent()) {
      throw new PinotException(
          "Segment %s stands with other rows, or another set of columns, and is not replaced: rows that it outranks would be lost. Write changed rows with higher revisions and another prefix."
              .formatted(segment.placed().name()));
    }
    try {
      return outcome(table.add(segment.tar()));
    } catch (IOException e) {
      return "The connection to the controller broke: " + e;
    }
  }

  private static String outcome(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 == 2) {
      return DONE;
    }
    String said = "The controller answered %d: %s".formatted(answer.statusCode(), answer.body());
    if (LOOK_AGAIN.contains(answer.statusCode()) || answer.statusCode() >= SERVER_ERROR) {
      return said;
    }
    throw new PinotException(said);
  }
}
