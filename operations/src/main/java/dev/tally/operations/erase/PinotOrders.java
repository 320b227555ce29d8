package dev.tally.operations.erase;

import com.google.common.collect.Iterables;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.operations.erase.ErasureReport.Finding;
import dev.tally.operations.erase.ErasureReport.Outcome;
import dev.tally.transforms.codec.RecordType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Pinot's table of attributed orders, which has read the masked records as soon as no query returns
 * a row of the users. Queries contain fingerprints and no user ids.
 */
record PinotOrders(EraseSettings.Pinot pinot, ErasureRequests requests) implements OrderTable {
  private static final int USERS_PER_QUERY = 500;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** Also counts rows that were replaced. */
  private static final String REPLACED_TOO = "SET skipUpsert = true; ";

  @Override
  public UserPlace place() {
    return UserPlace.PINOT;
  }

  @Override
  public List<Finding> find() throws IOException {
    try (PinotQuery query = PinotQuery.at(pinot.broker())) {
      long rows = count(query, "");
      return List.of(
          new Finding(
              place(),
              pinot.table(),
              rows == 0 ? Outcome.NONE : Outcome.WOULD_BE_ERASED,
              rows,
              null,
              ""),
          segments(count(query, REPLACED_TOO) - rows));
    }
  }

  @Override
  public List<Finding> erase() throws IOException {
    try (PinotQuery query = PinotQuery.at(pinot.broker())) {
      long rows = awaitNone(query);
      if (rows > 0) {
        throw new IOException(
            "Pinot's table %s still returns %,d rows of the users after %d s: does it read the topic? Run the command again then."
                .formatted(pinot.table(), rows, TIMEOUT.toSeconds()));
      }
      long replaced = count(query, REPLACED_TOO);
      return List.of(
          new Finding(
              place(),
              pinot.table(),
              replaced == 0 ? Outcome.NONE : Outcome.ERASED,
              replaced,
              null,
              replaced == 0 ? "" : "queries return the orders without a user id"),
          segments(replaced));
    }
  }

  private long awaitNone(PinotQuery query) {
    RetryPolicy<Long> whileVisible =
        RetryPolicy.<Long>builder()
            .handleResultIf(rows -> rows > 0)
            .withDelay(POLL)
            .withMaxRetries(-1)
            .withMaxDuration(TIMEOUT)
            .build();
    return Failsafe.with(whileVisible).get(() -> count(query, ""));
  }

  private Finding segments(long rows) {
    return new Finding(
        UserPlace.PINOT_SEGMENTS,
        pinot.table(),
        rows == 0 ? Outcome.NONE : Outcome.REMAINS,
        rows,
        null,
        rows == 0
            ? ""
            : "only queries with skipUpsert return these replaced rows; drop the table and load it again after the old records of its topic were deleted, or wait for its retention (default: 3650 days)");
  }

  /** Counts without a filter: if a filter matches no segment, Pinot returns no result. */
  private long count(PinotQuery query, String setting) {
    long rows = 0;
    for (Map.Entry<Long, List<UserFingerprint>> group : requests.byUntil().entrySet()) {
      for (List<UserFingerprint> users : Iterables.partition(group.getValue(), USERS_PER_QUERY)) {
        String sql =
            "%sSELECT SUM(CASE WHEN %s THEN 1 ELSE 0 END) AS n FROM %s"
                .formatted(setting, condition(users, group.getKey()), pinot.table());
        rows += query.query(sql, 1).getLong(0, "n");
      }
    }
    return rows;
  }

  private static String condition(List<UserFingerprint> users, long until) {
    return "sha256(toUtf8(concat('%s', %s, ':'))) IN (%s) AND %s <= %d"
        .formatted(
            UserFingerprint.PREFIX.replace(":", ""),
            UsersInRecords.USER_ID,
            users.stream().map(user -> "'" + user.hex() + "'").collect(Collectors.joining(", ")),
            RecordType.ATTRIBUTED_ORDER.timeColumn(),
            until);
  }
}
