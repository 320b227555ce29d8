package dev.tally.io.hive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Merges the files of a partition into at most two a bucket, in a new generation, while others
 * commit and read.
 */
final class CompactPartition<P, R> {
  /** The first file is merged with what follows it once that is more than half as large. */
  private static final int KEPT_ABOVE = 2;

  private static final int MOST_AFTERWARDS = 2;

  private final FileStore store;
  private final RowFormat<R> format;
  private final Pointers<P> pointers;
  private final Staging staging;
  private final Pins pins;
  private final Turn<P, R> turn;
  private final int buckets;

  CompactPartition(
      FileStore store,
      RowFormat<R> format,
      Pointers<P> pointers,
      Staging staging,
      Pins pins,
      Turn<P, R> turn,
      int buckets) {
    this.store = store;
    this.format = format;
    this.pointers = pointers;
    this.staging = staging;
    this.pins = pins;
    this.turn = turn;
    this.buckets = buckets;
  }

  /**
   * Compacts.
   *
   * @return false if there was nothing to do, or somebody else did or does it
   */
  boolean compact(P partition) throws IOException {
    Generation generation = pointers.current(partition);
    List<Bucket> found = new ArrayList<>();
    for (int number = 0; number < buckets; number++) {
      found.add(Bucket.list(store, generation, number));
    }
    for (Bucket bucket : found) {
      if (turn.isSealed(bucket)) {
        turn.finish(partition, generation);
        return false;
      }
    }
    boolean due = found.stream().anyMatch(bucket -> bucket.files() > MOST_AFTERWARDS);
    return due && !pins.areSet(generation) && replace(partition, generation, found);
  }

  private boolean replace(P partition, Generation generation, List<Bucket> found)
      throws IOException {
    Generation successor = generation.successor(staging.unique());
    store.makeDirectory(successor.path());
    for (Bucket bucket : found) {
      merge(bucket, successor);
    }
    boolean won = turn.seal(generation, 0, successor).equals(successor);
    turn.finish(partition, generation);
    return won;
  }

  /**
   * What is merged takes the place of the last version, a first file that is kept the one before.
   */
  private void merge(Bucket from, Generation successor) throws IOException {
    if (from.isEmpty()) {
      return;
    }
    Bucket to = new Bucket(successor, from.number(), from.first(), from.last());
    long next = from.first();
    if (from.files() == 1 || isKept(from)) {
      store.publish(from.path(next), to.path(from.files() == 1 ? next : from.last() - 1));
      next++;
    }
    if (next <= from.last()) {
      List<String> files = LongStream.rangeClosed(next, from.last()).mapToObj(from::path).toList();
      String staged = staging.next();
      format.merge(files, staged);
      store.publish(staged, to.path(from.last()));
      store.delete(staged);
    }
  }

  private boolean isKept(Bucket bucket) throws IOException {
    long following = 0;
    for (long version = bucket.first() + 1; version <= bucket.last(); version++) {
      following += format.summary(bucket.path(version)).index().rows();
    }
    long rows = format.summary(bucket.path(bucket.first())).index().rows();
    return rows > KEPT_ABOVE * following;
  }
}
