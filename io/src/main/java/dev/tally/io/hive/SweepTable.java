package dev.tally.io.hive;

import java.io.IOException;
import java.time.Duration;
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
      if (Generation.isName(name) && !name.equals(current.name())) {
        Generation other = current.sibling(name);
        deleted += other.number() <= current.number() ? deleteIfOld(other.path()) : 0;
      }
    }
    return deleted;
  }

  private int deleteIfOld(String path) throws IOException {
    if (clock.getAsLong() - store.modifiedMillis(path) <= keep.toMillis()) {
      return 0;
    }
    store.delete(path);
    return 1;
  }
}
