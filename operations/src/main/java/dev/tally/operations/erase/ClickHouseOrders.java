package dev.tally.operations.erase;

import com.google.common.collect.Iterables;
import dev.tally.io.clickhouse.ClickHouseUpdate;
import dev.tally.operations.erase.ErasureReport.Finding;
import dev.tally.operations.erase.ErasureReport.Outcome;
import dev.tally.transforms.codec.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** ClickHouse's table of attributed orders. Statements contain fingerprints and no user ids. */
record ClickHouseOrders(EraseSettings.ClickHouse store, ErasureRequests requests)
    implements OrderTable {
  private static final int USERS_PER_STATEMENT = 500;

  @Override
  public UserPlace place() {
    return UserPlace.CLICKHOUSE;
  }

  @Override
  public List<Finding> find() {
    ClickHouseUpdate update = update();
    return update.exists()
        ? finding(conditions().stream().mapToLong(update::affected).sum(), Outcome.WOULD_BE_ERASED)
        : missing();
  }

  @Override
  public List<Finding> erase() {
    ClickHouseUpdate update = update();
    return update.exists()
        ? finding(
            conditions().stream()
                .mapToLong(condition -> update.replace(condition, EraseUsers.ERASED))
                .sum(),
            Outcome.ERASED)
        : missing();
  }

  private ClickHouseUpdate update() {
    return ClickHouseUpdate.of(store.server(), store.table(), UsersInRecords.USER_ID);
  }

  private List<Finding> missing() {
    return List.of(
        new Finding(
            place(), store.table().fullName(), Outcome.NONE, 0, null, "the table does not exist"));
  }

  private List<Finding> finding(long rows, Outcome outcome) {
    return List.of(
        rows == 0
            ? new Finding(place(), store.table().fullName(), Outcome.NONE, 0, null, "")
            : new Finding(
                place(),
                store.table().fullName(),
                outcome,
                rows,
                null,
                "ClickHouse deletes the replaced parts some minutes later (old_parts_lifetime)"));
  }

  /** Returns conditions which together all rows of the users meet. */
  List<String> conditions() {
    List<String> conditions = new ArrayList<>();
    requests
        .byUntil()
        .forEach(
            (until, users) ->
                Iterables.partition(users, USERS_PER_STATEMENT)
                    .forEach(some -> conditions.add(condition(some, until))));
    return conditions;
  }

  private static String condition(List<UserFingerprint> users, long until) {
    return "SHA256(concat('%s', `%s`)) IN (%s) AND `%s` <= %d"
        .formatted(
            UserFingerprint.PREFIX,
            UsersInRecords.USER_ID,
            users.stream()
                .map(user -> "unhex('%s')".formatted(user.hex()))
                .collect(Collectors.joining(", ")),
            RecordType.ATTRIBUTED_ORDER.timeColumn(),
            until);
  }
}
