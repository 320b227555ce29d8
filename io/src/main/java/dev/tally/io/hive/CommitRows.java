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

/** Puts the rows of a bucket into the table that are not there yet: at most one file a commit. */
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
   * Commits; afterwards all of the rows stand.
   *
   * @param rows of this bucket, with any number of repeats
   */
  Committed commit(P partition, int number, Iterable<R> rows) throws IOException {
    Map<RowId, R> wanted = new LinkedHashMap<>();
    rows.forEach(row -> wanted.putIfAbsent(format.idOf(row), row));
    for (int lost = 0; ; lost++) {
      Bucket bucket = open(partition, number);
      List<R> missing = missing(bucket, wanted);
      if (missing.isEmpty() || publish(missing, bucket)) {
        return new Committed(missing.size(), bucket.files(), lost);
      }
    }
  }

  private Bucket open(P partition, int number) throws IOException {
    while (true) {
      Generation generation = pointers.current(partition);
      Bucket bucket = Bucket.list(store, generation, number);
      if (!turn.isSealed(bucket)) {
        return bucket;
      }
      turn.finish(partition, generation);
    }
  }

  /** What the index rules out is new; of the rest the file itself is asked. */
  private List<R> missing(Bucket bucket, Map<RowId, R> wanted) throws IOException {
    Map<RowId, R> missing = new LinkedHashMap<>(wanted);
    for (long version = bucket.first(); version <= bucket.last(); version++) {
      KeyIndex index = format.summary(bucket.path(version)).index();
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
    return new ArrayList<>(missing.values());
  }

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

  /** The rows; the watch is told when whoever goes through them is halfway. */
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
   * What a commit did.
   *
   * @param rows how many were new
   * @param files how many the bucket had before
   * @param lost how often somebody else was faster
   */
  record Committed(int rows, int files, int lost) {}
}
