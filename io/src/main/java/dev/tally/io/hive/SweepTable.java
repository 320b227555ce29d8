package dev.tally.io.hive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Deletes what is not needed any more: files that were staged and never published, generations that
 * were replaced, directories of compactions that lost. Files that other programs put into a
 * replaced generation are carried to the current one.
 *
 * <p>Generations of other tables stay, such as those of a table that was dropped; so does a
 * directory that may still become the successor of the current generation.
 *
 * @param clock the store's
 * @param keep how long queries may read a replaced generation, and a writer use a staged file
 */
record SweepTable<P>(
    FileStore store,
    Pointers<P> pointers,
    Staging staging,
    StoreClock clock,
    Duration keep,
    TableIdentity table) {

  /** Deletes staged files; returns the number of them. */
  int staged() throws IOException {
    long now = clock.millis();
    int deleted = 0;
    for (String name : store.list(staging.directory())) {
      String path = staging.directory() + "/" + name;
      deleted += isOld(now, store.modifiedMillis(path)) ? deleted(path) : 0;
    }
    return deleted;
  }

  /** Deletes generations of a partition; returns the number of them. */
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

  /** Made by this table, or adopted by it. */
  private boolean isOurs(Generation generation) throws IOException {
    return generation.isOf(table)
        || store.list(generation.path()).stream()
            .flatMap(name -> TableIdentity.ofPointed(name).stream())
            .anyMatch(owner -> owner.id().equals(table.id()));
  }

  /**
   * A generation that the pointer moved away from has a mark with the time of that. One without was
   * never pointed at, and is as old as the newest file in it.
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
