package dev.tally.io.hive;

import dev.tally.io.hive.TableFinding.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds partitions whose entries in the metastore or whose directories differ from what HiveIO
 * creates.
 */
final class CheckTable<P> {
  private final FileLog fileLog;
  private final RowFormat<?> format;
  private final PartitionEntries<P> entries;
  private final ForeignFiles foreign;
  private final TableIdentity table;

  CheckTable(
      FileLog fileLog,
      RowFormat<?> format,
      PartitionEntries<P> entries,
      Staging staging,
      TableIdentity table) {
    this.fileLog = fileLog;
    this.format = format;
    this.entries = entries;
    this.foreign = new ForeignFiles(fileLog, staging);
    this.table = table;
  }

  /**
   * Checks a partition; changes nothing.
   *
   * @param name the name of the partition in findings
   */
  List<TableFinding> check(P partition, String name) throws IOException {
    List<TableFinding> found = new ArrayList<>();
    String directory = entries.directory(partition);
    PartitionData data = PartitionData.list(fileLog, directory);
    Set<String> others = data.others(table);
    if (!others.isEmpty()) {
      found.add(new TableFinding(name, Kind.OTHER_TABLE, "table " + String.join(", ", others)));
    }
    Optional<String> location = entries.location(partition);
    if (location.isEmpty()) {
      data.newest(table)
          .ifPresent(own -> found.add(new TableFinding(name, Kind.NOT_REGISTERED, own.path())));
    } else {
      checkLocation(location.get(), directory, name, found);
    }
    return found;
  }

  private void checkLocation(
      String location, String directory, String name, List<TableFinding> found) throws IOException {
    if (StorePath.same(location, directory)) {
      found.add(new TableFinding(name, Kind.READS_ITS_DIRECTORY, location));
      return;
    }
    if (!PartitionGeneration.isPath(location)) {
      found.add(new TableFinding(name, Kind.NOT_A_GENERATION, location));
      return;
    }
    PartitionGeneration current = PartitionGeneration.at(location);
    if (fileLog.list(current.path()).isEmpty()) {
      found.add(new TableFinding(name, Kind.GENERATION_MISSING, location));
      return;
    }
    checkBuckets(current, name, found);
    checkForeign(current, name, found);
  }

  private void checkBuckets(PartitionGeneration current, String name, List<TableFinding> found) {
    try {
      boolean sealed = false;
      for (int number = 0; number < table.buckets(); number++) {
        sealed |= format.isSealed(Bucket.list(fileLog, current, number));
      }
      if (sealed) {
        found.add(new TableFinding(name, Kind.SWITCH_UNFINISHED, current.path()));
      }
    } catch (IOException | HiveException damaged) {
      found.add(new TableFinding(name, Kind.DAMAGED, String.valueOf(damaged.getMessage())));
    }
  }

  private void checkForeign(PartitionGeneration current, String name, List<TableFinding> found)
      throws IOException {
    List<String> kept = foreign.in(current.path());
    if (!kept.isEmpty()) {
      found.add(new TableFinding(name, Kind.FOREIGN_FILES, String.join(", ", kept)));
    }
    checkLeft(current.partition(), name, found);
    for (String other : fileLog.list(current.partition())) {
      boolean replaced =
          PartitionGeneration.isName(other) && current.sibling(other).number() < current.number();
      if (replaced && current.sibling(other).isOf(table)) {
        checkLeft(current.sibling(other).path(), name, found);
      }
    }
    for (String path : foreign.directories(current.path())) {
      found.add(new TableFinding(name, Kind.FOREIGN_DIRECTORY, current.path() + "/" + path));
    }
  }

  private void checkLeft(String directory, String name, List<TableFinding> found)
      throws IOException {
    List<String> left = foreign.toCarry(directory);
    if (!left.isEmpty()) {
      found.add(
          new TableFinding(
              name, Kind.FILES_LEFT_BEHIND, directory + ": " + String.join(", ", left)));
    }
  }
}
