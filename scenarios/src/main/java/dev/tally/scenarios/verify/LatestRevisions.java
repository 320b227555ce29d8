package dev.tally.scenarios.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a table and returns only the row with the highest revision of each record UUID.
 *
 * <p>State: one row per record UUID.
 */
public record LatestRevisions(StoredTable table) implements StoredTable {

  @Override
  public void forEach(List<String> columns, Consumer<Map<String, String>> action)
      throws IOException {
    List<String> more = new ArrayList<>(columns);
    more.add(StoredRecords.RECORD_UUID);
    more.add(StoredRecords.REVISION);
    Map<String, Map<String, String>> latest = new HashMap<>();
    table.forEach(
        more,
        row ->
            latest.merge(
                row.getOrDefault(StoredRecords.RECORD_UUID, ""),
                row,
                (one, other) -> revision(other) > revision(one) ? other : one));
    latest.values().forEach(action);
  }

  private static long revision(Map<String, String> row) {
    return StoredRecords.number(row, StoredRecords.REVISION);
  }
}
