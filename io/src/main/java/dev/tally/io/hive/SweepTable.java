package dev.tally.io.hive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Deletes what nobody needs: files that were staged and never published, generations that were
 * replaced, directories of compactions that lost.
 *
 * <p>A directory that may still become the successor of the current generation is left alone.
 *
 * @param clock milliseconds since 1970, by the store's clock
 * @param keep how long readers may have a replaced generation open, and a writer a staged file
 */
record SweepTable<P>(
    FileStore store, Pointers<P> pointers, Staging staging, LongSupplier clock, Duration keep) {

  /** Deletes staged files; the number of them. */
  int staged() throws IOException {
    int deleted = 0;
    for (String name : store.list(staging.directory())) {
      deleted += deleteIfOld(staging.directory() + "/" + name);
    }
    return deleted;
  }

  /** Deletes generations of a partition; the number of them. */
  int generations(P partition) throws IOException {
    Generation current = pointers.current(partition);
    int deleted = 0;
    for (String name : store.list(current.partition())) {
      if (name.startsWith(FileStore.DELETED)) {
        store.delete(current.partition() + "/" + name);
      } else if (Generation.isName(name) && !name.equals(current.name())) {
        Generation other = current.sibling(name);
        deleted += other.number() <= current.number() ? deleteIfOld(other) : 0;
      }
    }
    return deleted;
  }

  /**
   * Since when no new query reads it: nobody moved the pointer away without a mark. One without was
   * never pointed at, and is as old as what was last put into it.
   */
  private int deleteIfOld(Generation generation) throws IOException {
    List<String> files = store.list(generation.path());
    List<String> marks = files.stream().filter(Generation::isMark).toList();
    long since = 0;
    for (String name : marks.isEmpty() ? files : marks) {
      since = Math.max(since, store.modifiedMillis(generation.path() + "/" + name));
    }
    return isOld(since) ? deleted(generation.path()) : 0;
  }

  private int deleteIfOld(String path) throws IOException {
    return isOld(store.modifiedMillis(path)) ? deleted(path) : 0;
  }

  private boolean isOld(long millis) {
    return clock.getAsLong() - millis > keep.toMillis();
  }

  private int deleted(String path) throws IOException {
    store.delete(path);
    return 1;
  }
}
