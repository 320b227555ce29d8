package dev.tally.io.hive;

import com.google.common.collect.Iterators;
import dev.tally.io.hive.CommitWatch.Step;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Commits those rows of a bucket that the table does not have yet, in at most one file per commit.
 */
final class CommitRows<P, R> {
  private final FileStore store;
  private final RowFormat<R> format;
  private final Pointers<P> pointers;
  private final Staging staging;
  private final Turn<P, R> turn;
  private final CommitWatch watch;

  CommitRows(
      FileStore store,
      RowFormat<R> format,
      Pointers<P> pointers,
      Staging staging,
      Turn<P, R> turn,
      CommitWatch watch) {
    this.store = store;
    this.format = format;
    this.pointers = pointers;
    this.staging = staging;
    this.turn = turn;
    this.watch = watch;
  }

  /**
   * Commits rows; when it returns, the table has all of them.
   *
   * @param rows rows of this bucket; the same row may occur several times
   */
  Committed commit(P partition, int number, Iterable<R> rows) throws IOException {
    Map<RowId, R> wanted = new LinkedHashMap<>();
    rows.forEach(row -> wanted.putIfAbsent(format.idOf(row), row));
    for (int lost = 0; ; lost++) {
      Bucket bucket = open(partition, number);
      Missing<R> missing = missing(bucket, wanted);
      if (missing.rows().isEmpty() || publish(missing.rows(), bucket)) {
        return new Committed(missing.rows().size(), missing.mergeable(), lost);
      }
    }
  }

  private Bucket open(P partition, int number) throws IOException {
    while (true) {
      Generation generation = pointers.current(partition);
      Bucket bucket = Bucket.list(store, generation, number);
      if (!format.isSealed(bucket)) {
        return bucket;
      }
      turn.finish(partition, generation);
    }
  }

  /**
   * Finds the rows that no file contains. An index proves that a row is new; if it cannot, the file
   * is read.
   */
  private Missing<R> missing(Bucket bucket, Map<RowId, R> wanted) throws IOException {
    Map<RowId, R> missing = new LinkedHashMap<>(wanted);
    int mergeable = 0;
    for (long version = bucket.first(); version <= bucket.last(); version++) {
      KeyIndex index = format.summary(bucket.path(version)).index();
      mergeable += MergePlan.isLarge(index.rows(), MergePlan.MOST_ROWS) ? 0 : 1;
      Set<RowId> possible = new HashSet<>();
      for (RowId id : missing.keySet()) {
        if (index.mayHold(id.fingerprint())) {
          possible.add(id);
        }
      }
      if (!possible.isEmpty()) {
        missing.keySet().removeAll(format.standing(bucket.path(version), possible));
      }
    }
    return new Missing<>(new ArrayList<>(missing.values()), mergeable);
  }

  /**
   * The rows that a commit has to write.
   *
   * @param mergeable the number of files of the bucket that a compaction could merge
   */
  private record Missing<R>(List<R> rows, int mergeable) {}

  private boolean publish(List<R> rows, Bucket bucket) throws IOException {
    String staged = staging.next();
    format.write(staged, watched(rows));
    watch.reached(Step.STAGED);
    boolean won = store.publish(staged, bucket.path(bucket.last() + 1));
    if (won) {
      watch.reached(Step.PUBLISHED);
    }
    store.delete(staged);
    return won;
  }

  /** Returns the rows as a list whose iteration calls the listener halfway. */
  private List<R> watched(List<R> rows) {
    return new AbstractList<>() {
      @Override
      public Iterator<R> iterator() {
        AtomicInteger passed = new AtomicInteger();
        return Iterators.transform(
            rows.iterator(),
            row -> {
              if (passed.getAndIncrement() == rows.size() / 2) {
                watch.reached(Step.STAGING);
              }
              return row;
            });
      }

      @Override
      public R get(int index) {
        return rows.get(index);
      }

      @Override
      public int size() {
        return rows.size();
      }
    };
  }

  /**
   * The result of a commit.
   *
   * @param rows the number of new rows
   * @param files the number of files that the bucket had before, without those that are too large
   *     to be merged
   * @param lost how often another writer committed the same version first
   */
  record Committed(int rows, int files, int lost) {}
}
