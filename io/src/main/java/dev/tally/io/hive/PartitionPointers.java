package dev.tally.io.hive;

import java.io.IOException;
import java.util.Optional;

/**
 * The pointers of a table as its partitions' entries in the metastore have them. An entry that
 * points at no generation is set to the newest generation first:
 *
 * <ul>
 *   <li>an entry that was dropped, of which the data remains;
 *   <li>an entry that points at the partition's own directory, as after {@code MSCK REPAIR TABLE};
 *   <li>an entry that points at a generation which was deleted, as after the metastore was restored
 *       from a backup.
 * </ul>
 *
 * <p>It is moved as a compaction moves it: under a pin, and only to a generation that is not
 * sealed. A sealed generation is returned as it is; its turn moves the pointer.
 */
final class PartitionPointers<P> implements Pointers<P> {
  private final FileStore store;
  private final RowFormat<?> format;
  private final PartitionEntries<P> entries;
  private final Staging staging;
  private final Pins pins;
  private final TableIdentity table;

  PartitionPointers(
      RowFormat<?> format, PartitionEntries<P> entries, Pins pins, TableIdentity table) {
    this.store = pins.store();
    this.format = format;
    this.entries = entries;
    this.staging = pins.staging();
    this.pins = pins;
    this.table = table;
  }

  @Override
  public Generation current(P partition) throws IOException {
    Optional<Generation> found = pointedAt(partition);
    if (found.isPresent()) {
      return found.get();
    }
    boolean registered = entries.location(partition).isPresent();
    return adopt(partition, newest(entries.directory(partition), registered));
  }

  @Override
  public void move(P partition, Generation to) throws IOException {
    entries.put(partition, to);
  }

  /** The generation that an entry points at; empty if it points at none that is there. */
  private Optional<Generation> pointedAt(P partition) throws IOException {
    Optional<String> location = entries.location(partition);
    if (location.isEmpty() || isDirectoryOf(partition, location.get())) {
      return Optional.empty();
    }
    Generation generation = Generation.at(location.get());
    // Each generation has at least the mark that was set before the pointer moved to it.
    return store.list(generation.path()).isEmpty() ? Optional.empty() : Optional.of(generation);
  }

  private boolean isDirectoryOf(P partition, String location) throws IOException {
    return StorePath.same(location, entries.directory(partition));
  }

  /**
   * Takes over the data that an earlier table left in a partition.
   *
   * @return false if there is none
   * @throws HiveException if this table has data there too
   */
  boolean restore(P partition) throws IOException {
    String directory = entries.directory(partition);
    PartitionData data = PartitionData.list(store, directory);
    Optional<Generation> others = data.newestOfOthers(table);
    if (others.isEmpty()) {
      return false;
    }
    if (data.newest(table).isPresent()) {
      throw new HiveException(
          "%s has data of this table and of table %s: move one of them to another directory."
              .formatted(directory, data.others(table)));
    }
    adopt(partition, others.get());
    return true;
  }

  /**
   * Sets an entry that points at no generation.
   *
   * @return what the entry points at afterwards: another one if another writer set the entry
   *     meanwhile. The newest generation has its mark before the pointer moves to it, so what is
   *     committed in it then is not visible to queries yet
   */
  private Generation adopt(P partition, Generation newest) throws IOException {
    String directory = entries.directory(partition);
    String pin = pins.set(newest);
    boolean sealed = format.isSealed(Bucket.list(store, newest, 0));
    if (!sealed) {
      new ForeignFiles(store, staging).carry(directory, ForeignFiles.ROOT, newest);
      store.touch(newest.path() + "/" + table.pointed(staging.unique()));
    }
    Optional<Generation> setMeanwhile = pointedAt(partition);
    if (!sealed && setMeanwhile.isEmpty()) {
      entries.put(partition, newest);
    }
    // Not after a fault: a move that was not answered may be done later.
    store.delete(pin);
    return setMeanwhile.orElse(newest);
  }

  /**
   * The table's own newest generation. Where it has none, an entry that points at the partition's
   * directory says that the data of an earlier table is wanted; an entry that is not there does
   * not, and the partition begins empty.
   */
  private Generation newest(String directory, boolean registered) throws IOException {
    PartitionData data = PartitionData.list(store, directory);
    Optional<Generation> own = data.newest(table);
    Optional<Generation> found = own.isEmpty() && registered ? data.newestOfOthers(table) : own;
    if (found.isPresent()) {
      return found.get();
    }
    Generation first = Generation.first(directory, table);
    store.makeDirectory(first.path());
    return first;
  }
}
