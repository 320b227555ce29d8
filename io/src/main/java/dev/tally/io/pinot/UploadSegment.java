package dev.tally.io.pinot;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.tally.io.pinot.SegmentTable.StoredSegment;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Uploads one segment to a table, in such a way that a repeat changes nothing. If no segment with
 * this name exists, the new one is added. If one with the same content exists, nothing is done. If
 * one with other content exists, the upload fails: when Pinot replaces a segment, keys of that
 * segment can lose their earlier rows in other segments: rows with lower revisions are no longer
 * found.
 *
 * <p>Errors: retried until the timeout are, for the lookup of the segment and for the upload, a
 * controller that is down, a broken connection, and a status of 408, 429 or 5xx; for the upload
 * also 409 (another upload of the segment is in progress); and a segment that the controller lists
 * although no server is assigned to it. Any other error fails at once.
 */
final class UploadSegment {
  private static final Set<Integer> RETRIED_STATUS = Set.of(408, 409, 429);
  private static final int SERVER_ERROR = 500;
  private static final String DONE = "";

  private final SegmentTable table;
  private final Duration timeout;

  UploadSegment(SegmentTable table, Duration timeout) {
    this.table = table;
    this.timeout = timeout;
  }

  void upload(BuiltSegment segment) {
    RetryPolicy<String> untilDone =
        RetryPolicy.<String>builder()
            .handleResultIf(reason -> !reason.equals(DONE))
            .abortOn(Throwable.class)
            .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(5))
            .withJitter(0.2)
            .withMaxRetries(-1)
            .withMaxDuration(timeout)
            .build();
    String reason = Failsafe.with(untilDone).get(() -> attempt(segment));
    if (!reason.equals(DONE)) {
      throw new PinotException(
          "Segment %s was not uploaded within %s: %s"
              .formatted(segment.uploaded().name(), timeout, reason));
    }
  }

  private String attempt(BuiltSegment segment) {
    Optional<StoredSegment> found = table.find(segment.uploaded().name());
    if (found.isPresent() && !found.get().assigned()) {
      return "The controller lists the segment, but no server is assigned to it. Either another"
          + " upload is in progress, or a controller crashed during one. If it persists, write with"
          + " another prefix; the stale entry is harmless.";
    }
    if (found.isPresent() && found.get().crc() == segment.uploaded().crc()) {
      return DONE;
    }
    if (found.isPresent()) {
      throw new PinotException(
          "Segment %s already exists with different rows, or a different set of columns, and is not replaced: keys of a replaced segment can lose their earlier rows in other segments, which have lower revisions. Write changed rows with higher revisions and another prefix."
              .formatted(segment.uploaded().name()));
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
    String response =
        "The controller responded with %d: %s".formatted(answer.statusCode(), answer.body());
    if (RETRIED_STATUS.contains(answer.statusCode()) || answer.statusCode() >= SERVER_ERROR) {
      return response;
    }
    throw new PinotException(response);
  }
}
