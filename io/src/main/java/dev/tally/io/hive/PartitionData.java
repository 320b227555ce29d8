package dev.tally.io.hive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The generations in the directory of a partition, each with the tables that have used it.
 *
 * @param found in no particular order
 */
record PartitionData(String directory, List<Found> found) {
  /**
   * A generation and its owners.
   *
   * @param owners the tables whose pointer is or was at it; empty if its compaction lost or is
   *     still running
   * @param since when a pointer was last moved to it, in milliseconds since 1970 by the store's
   *     clock; 0 if never
   */
  record Found(PartitionGeneration generation, Set<TableIdentity> owners, long since) {
    boolean isOf(TableIdentity table) {
      return owners.stream().anyMatch(owner -> owner.id().equals(table.id()));
    }
  }

  static PartitionData list(FileLog fileLog, String directory) throws IOException {
    List<Found> found = new ArrayList<>();
    for (String name : fileLog.list(directory)) {
      if (PartitionGeneration.isName(name)) {
        found.add(inspect(fileLog, PartitionGeneration.named(directory, name)));
      }
    }
    return new PartitionData(directory, found);
  }

  private static Found inspect(FileLog fileLog, PartitionGeneration generation) throws IOException {
    Set<TableIdentity> owners = new HashSet<>();
    long since = 0;
    for (String name : fileLog.list(generation.path())) {
      Optional<TableIdentity> owner = TableIdentity.ofPointed(name);
      if (owner.isPresent()) {
        owners.add(owner.get());
        since = Math.max(since, fileLog.modifiedMillis(generation.path() + "/" + name));
      }
    }
    return new Found(generation, owners, since);
  }

  /** Returns the newest generation to which the table's pointer was ever moved. */
  Optional<PartitionGeneration> newest(TableIdentity table) {
    return found.stream()
        .filter(each -> each.isOf(table))
        .map(Found::generation)
        .max(Comparator.comparingInt(PartitionGeneration::number));
  }

  /**
   * Returns the newest generation of an earlier table. If there are several such tables, the one
   * whose pointer was moved last is used.
   *
   * @throws HiveException if that table had another number of buckets
   */
  Optional<PartitionGeneration> newestOfOthers(TableIdentity table) {
    Optional<TableIdentity> latest =
        found.stream()
            .filter(each -> !each.isOf(table))
            .max(Comparator.comparingLong(Found::since))
            .flatMap(each -> each.owners().stream().findFirst());
    latest.ifPresent(
        other -> {
          if (other.buckets() != table.buckets()) {
            throw new HiveException(
                "%s holds data of an earlier table with %d buckets, but this table has %d: create the table again with %d buckets."
                    .formatted(directory, other.buckets(), table.buckets(), other.buckets()));
          }
        });
    return latest.flatMap(this::newest);
  }

  /** Returns the ids of other tables that have data here, e.g. of a table that was dropped. */
  Set<String> others(TableIdentity table) {
    Set<String> ids = new HashSet<>();
    for (Found each : found) {
      if (!each.isOf(table)) {
        each.owners().forEach(owner -> ids.add(owner.id()));
      }
    }
    return ids;
  }
}
