package dev.tally.io.hive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Deletes files that are no longer needed: staged files that were never committed, generations that
 * were replaced, and directories of compactions that lost. Before that, files that other programs
 * put into a replaced generation are carried over to the current one.
 *
 * <p>Generations of other tables are kept, e.g. those of a table that was dropped. A directory that
 * may still become the successor of the current generation is kept, too.
 *
 * @param clock the store's clock
 * @param keep how long a replaced generation is kept for queries, and a staged file for its writer
 */
record SweepTable<P>(
    FileStore store,
    Pointers<P> pointers,
    Staging staging,
    StoreClock clock,
    Duration keep,
    TableIdentity table) {

  /** Deletes old staged files; returns how many were deleted. */
  int staged() throws IOException {
    long now = clock.millis();
    int deleted = 0;
    for (String name : store.list(staging.directory())) {
      String path = staging.directory() + "/" + name;
      deleted += isOld(now, store.modifiedMillis(path)) ? deleted(path) : 0;
    }
    return deleted;
  }

  /** Deletes old generations of a partition; returns how many were deleted. */
  int generations(P partition) throws IOException {
    Generation current = pointers.current(partition);
    List<String> names = store.list(current.partition());
    ForeignFiles foreign = new ForeignFiles(store, staging);
    foreign.carry(current.partition(), ForeignFiles.ROOT, current);
    int deleted = 0;
    for (String name : names) {
      if (name.startsWith(FileStore.DELETED)) {
        store.delete(current.partition() + "/" + name);
      } else if (Generation.isName(name) && !name.equals(current.name())) {
        Generation other = current.sibling(name);
        if (other.number() <= current.number() && isOurs(other)) {
          foreign.carry(other.path(), other.name(), current);
          deleted += deleteIfOld(other, foreign);
        }
      }
    }
    return deleted;
  }

  /** Returns true if this table created or adopted the generation. */
  private boolean isOurs(Generation generation) throws IOException {
    return generation.isOf(table)
        || store.list(generation.path()).stream()
            .flatMap(name -> TableIdentity.ofPointed(name).stream())
            .anyMatch(owner -> owner.id().equals(table.id()));
  }

  /**
   * Deletes a generation if it is old enough. A generation from which the pointer was moved away
   * has a mark with the time of the move. A generation without a mark was never current; its age is
   * that of its newest file.
   */
  private int deleteIfOld(Generation generation, ForeignFiles foreign) throws IOException {
    List<String> files = store.list(generation.path());
    List<String> marks = files.stream().filter(Generation::isMark).toList();
    long since = 0;
    for (String name : marks.isEmpty() ? files : marks) {
      since = Math.max(since, store.modifiedMillis(generation.path() + "/" + name));
    }
    boolean isNeeded = !isOld(clock.millis(), since);
    return isNeeded || !foreign.directories(generation.path()).isEmpty()
        ? 0
        : deleted(generation.path());
  }

  private boolean isOld(long now, long millis) {
    return now - millis > keep.toMillis();
  }

  private int deleted(String path) throws IOException {
    store.delete(path);
    return 1;
  }
}
