package dev.tally.io.hive;

import java.io.IOException;
import java.util.Optional;

/**
 * The pointers of a table: the locations of its partitions' entries in the metastore. An entry that
 * points at no generation is first set to the newest generation:
 *
 * <ul>
 *   <li>an entry that was dropped while its data remained;
 *   <li>an entry that points at the partition's own directory, e.g. after {@code MSCK REPAIR
 *       TABLE};
 *   <li>an entry that points at a generation that was deleted, e.g. after the metastore was
 *       restored from a backup.
 * </ul>
 *
 * <p>Such an entry is set in the same way as a compaction moves the pointer: under a pin, and only
 * to a generation that is not sealed. A sealed generation is returned as it is; its {@link
 * GenerationSwitch} moves the pointer.
 */
final class MetastorePointers<P> implements PartitionPointers<P> {
  private final FileLog fileLog;
  private final RowFormat<?> format;
  private final PartitionEntries<P> entries;
  private final Staging staging;
  private final GenerationPins pins;
  private final TableIdentity table;

  MetastorePointers(
      RowFormat<?> format, PartitionEntries<P> entries, GenerationPins pins, TableIdentity table) {
    this.fileLog = pins.fileLog();
    this.format = format;
    this.entries = entries;
    this.staging = pins.staging();
    this.pins = pins;
    this.table = table;
  }

  @Override
  public PartitionGeneration current(P partition) throws IOException {
    Optional<PartitionGeneration> found = pointedAt(partition);
    if (found.isPresent()) {
      return found.get();
    }
    boolean registered = entries.location(partition).isPresent();
    return adopt(partition, newest(entries.directory(partition), registered));
  }

  @Override
  public void move(P partition, PartitionGeneration to) throws IOException {
    entries.put(partition, to);
  }

  /**
   * Returns the generation that an entry points at; empty if the entry does not exist or points at
   * no existing generation.
   */
  private Optional<PartitionGeneration> pointedAt(P partition) throws IOException {
    Optional<String> location = entries.location(partition);
    if (location.isEmpty() || isDirectoryOf(partition, location.get())) {
      return Optional.empty();
    }
    PartitionGeneration generation = PartitionGeneration.at(location.get());
    // A generation that the pointer was moved to contains at least the hidden file that records
    // this.
    return fileLog.list(generation.path()).isEmpty() ? Optional.empty() : Optional.of(generation);
  }

  private boolean isDirectoryOf(P partition, String location) throws IOException {
    return StorePath.same(location, entries.directory(partition));
  }

  /**
   * Adopts the data that an earlier table left in a partition.
   *
   * @return false if there is none
   * @throws HiveException if this table has data in the partition, too
   */
  boolean restore(P partition) throws IOException {
    String directory = entries.directory(partition);
    PartitionData data = PartitionData.list(fileLog, directory);
    Optional<PartitionGeneration> others = data.newestOfOthers(table);
    if (others.isEmpty()) {
      return false;
    }
    if (data.newest(table).isPresent()) {
      throw new HiveException(
          "%s contains data of this table and of table %s: move one of them to another directory."
              .formatted(directory, data.others(table)));
    }
    adopt(partition, others.get());
    return true;
  }

  /**
   * Sets an entry that points at no generation.
   *
   * @return the generation to use: {@code newest}, or another one if another writer has set the
   *     entry meanwhile. The newest generation is marked as pointed at before the pointer moves to
   *     it, so rows that are committed to it at that time might not be visible to queries yet
   */
  private PartitionGeneration adopt(P partition, PartitionGeneration newest) throws IOException {
    String directory = entries.directory(partition);
    String pin = pins.set(newest);
    boolean sealed = format.isSealed(Bucket.list(fileLog, newest, 0));
    if (!sealed) {
      new ForeignFiles(fileLog, staging).carry(directory, ForeignFiles.ROOT, newest);
      fileLog.createEmpty(newest.path() + "/" + table.pointedMarkName(staging.unique()));
    }
    Optional<PartitionGeneration> setMeanwhile = pointedAt(partition);
    if (!sealed && setMeanwhile.isEmpty()) {
      entries.put(partition, newest);
    }
    // This is not in a finally block, because a move that failed may still be applied later. Its
    // pin then stays until it expires.
    fileLog.delete(pin);
    return setMeanwhile.orElse(newest);
  }

  /**
   * Returns the table's own newest generation. If it has none and the metastore has an entry for
   * the partition, an operator wants the data of an earlier table, and that table's newest
   * generation is returned. If there is no entry, the data of earlier tables is ignored and the
   * partition begins empty.
   */
  private PartitionGeneration newest(String directory, boolean registered) throws IOException {
    PartitionData data = PartitionData.list(fileLog, directory);
    Optional<PartitionGeneration> own = data.newest(table);
    Optional<PartitionGeneration> found =
        own.isEmpty() && registered ? data.newestOfOthers(table) : own;
    if (found.isPresent()) {
      return found.get();
    }
    PartitionGeneration first = PartitionGeneration.first(directory, table);
    fileLog.makeDirectory(first.path());
    return first;
  }
}
