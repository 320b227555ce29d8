package dev.tally.io.hive;

import com.google.common.collect.Iterators;
import dev.tally.io.hive.CommitListener.Step;
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
  private final PartitionLog<P, R> log;
  private final RowFormat<R> format;
  private final GenerationSwitch<P, R> generationSwitch;
  private final CommitListener listener;

  CommitRows(PartitionLog<P, R> log, CommitListener listener) {
    this.log = log;
    this.format = log.format();
    this.generationSwitch = new GenerationSwitch<>(log);
    this.listener = listener;
  }

  /**
   * Commits rows; when it returns, the table has all of them.
   *
   * @param rows rows of this bucket; the same row may occur several times
   */
  Committed commit(P partition, int number, Iterable<R> rows) throws IOException {
    Map<RowKey, R> wanted = new LinkedHashMap<>();
    rows.forEach(row -> wanted.putIfAbsent(format.keyOf(row), row));
    for (int lost = 0; ; lost++) {
      Bucket bucket = open(partition, number);
      Missing<R> missing = missing(bucket, wanted);
      if (missing.rows().isEmpty() || commitFile(missing.rows(), bucket)) {
        return new Committed(missing.rows().size(), missing.mergeable(), lost);
      }
    }
  }

  private Bucket open(P partition, int number) throws IOException {
    while (true) {
      PartitionGeneration generation = log.current(partition);
      Bucket bucket = log.bucket(generation, number);
      if (!format.isSealed(bucket)) {
        return bucket;
      }
      generationSwitch.finish(partition, generation);
    }
  }

  /**
   * Finds the rows that no file contains. An index can prove that a file does not contain a row; if
   * it cannot, the keys in the file are read.
   */
  private Missing<R> missing(Bucket bucket, Map<RowKey, R> wanted) throws IOException {
    Map<RowKey, R> missing = new LinkedHashMap<>(wanted);
    int mergeable = 0;
    for (long version = bucket.first(); version <= bucket.last(); version++) {
      KeyIndex index = format.summary(bucket.path(version)).index();
      mergeable += MergePlan.isLarge(index.rows(), MergePlan.MOST_ROWS) ? 0 : 1;
      Set<RowKey> possible = new HashSet<>();
      for (RowKey key : missing.keySet()) {
        if (index.mayHold(key.fingerprint())) {
          possible.add(key);
        }
      }
      if (!possible.isEmpty()) {
        missing.keySet().removeAll(format.existing(bucket.path(version), possible));
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

  private boolean commitFile(List<R> rows, Bucket bucket) throws IOException {
    String staged = log.staging().next();
    format.write(staged, notifying(rows));
    listener.reached(Step.STAGED);
    boolean won = log.fileLog().commit(staged, bucket.path(bucket.last() + 1));
    if (won) {
      listener.reached(Step.COMMITTED);
    }
    log.fileLog().delete(staged);
    return won;
  }

  /** Returns the rows as a list whose iteration calls the listener halfway. */
  private List<R> notifying(List<R> rows) {
    return new AbstractList<>() {
      @Override
      public Iterator<R> iterator() {
        AtomicInteger passed = new AtomicInteger();
        return Iterators.transform(
            rows.iterator(),
            row -> {
              if (passed.getAndIncrement() == rows.size() / 2) {
                listener.reached(Step.STAGING);
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
