package dev.tally.operations.erase;

import dev.tally.io.hive.HiveTable;
import dev.tally.io.hive.RedactTable;
import dev.tally.io.hive.Redaction;
import dev.tally.operations.erase.ErasureReport.Finding;
import dev.tally.operations.erase.ErasureReport.Outcome;
import dev.tally.transforms.codec.RecordType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Hive's table of attributed orders. Its rows keep their keys and revisions. */
record HiveOrders(EraseSettings.Hive hive, ErasureRequests requests) implements OrderTable {
  /** The default retention of replaced files, and the longest interval between two sweeps. */
  private static final Duration SWEPT_AFTER = Duration.standardHours(25);

  @Override
  public UserPlace place() {
    return UserPlace.HIVE;
  }

  @Override
  public List<Finding> find() throws IOException {
    return exists() ? with(RedactTable::affected, Outcome.WOULD_BE_ERASED) : missing();
  }

  @Override
  public List<Finding> erase() throws IOException {
    return exists() ? with(RedactTable::apply, Outcome.ERASED) : missing();
  }

  private boolean exists() throws IOException {
    return HiveTable.buckets(hive.metastore(), hive.table()).isPresent();
  }

  private List<Finding> missing() {
    return List.of(
        new Finding(place(), hive.table(), Outcome.NONE, 0, null, "the table does not exist"));
  }

  private interface Step {
    long rows(RedactTable table) throws IOException;
  }

  private List<Finding> with(Step step, Outcome outcome) throws IOException {
    try (HiveTable table = HiveTable.at(hive.metastore(), hive.table())) {
      RedactTable redacted =
          table.redacting(
              new Redaction(
                  UsersInRecords.USER_ID,
                  EraseUsers.ERASED,
                  RecordType.ATTRIBUTED_ORDER.timeColumn(),
                  requests::cover));
      long rows = step.rows(redacted);
      int foreign = redacted.foreignFiles();
      String detail =
          foreign == 0
              ? ""
              : "%,d files that other programs inserted were not read".formatted(foreign);
      return List.of(
          new Finding(
              place(), hive.table(), rows == 0 ? Outcome.NONE : outcome, rows, null, detail),
          replaced(redacted.lastReplaced()));
    }
  }

  private Finding replaced(Optional<Instant> last) {
    return last.map(
            time ->
                new Finding(
                    UserPlace.HIVE_REPLACED,
                    hive.table(),
                    Outcome.EXPIRES,
                    0,
                    time.plus(SWEPT_AFTER),
                    "with --hiveRetention=1d; if no job writes to the table, run ./tally prune --hive then"))
        .orElse(new Finding(UserPlace.HIVE_REPLACED, hive.table(), Outcome.NONE, 0, null, ""));
  }
}
