package dev.tally.io.hive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Merges the files of a partition into a new generation according to {@link MergePlan}, while other
 * writers commit and queries read.
 */
final class CompactPartition<P, R> {
  /** A bucket with at most this many files is not compacted. */
  private static final int MOST_AFTERWARDS = 2;

  private final PartitionLog<P, R> log;
  private final FileLog fileLog;
  private final RowFormat<R> format;
  private final Staging staging;
  private final GenerationPins pins;
  private final GenerationSwitch<P, R> generationSwitch;
  private final TableIdentity table;
  private final long mostRows;

  CompactPartition(PartitionLog<P, R> log, long mostRows) {
    this.log = log;
    this.fileLog = log.fileLog();
    this.format = log.format();
    this.staging = log.staging();
    this.pins = log.pins();
    this.generationSwitch = new GenerationSwitch<>(log);
    this.table = log.table();
    this.mostRows = mostRows;
  }

  /**
   * Compacts a partition.
   *
   * @return false if nothing was compacted: there was nothing to compact, another writer has pinned
   *     the generation, or another compaction was faster
   */
  boolean compact(P partition) throws IOException {
    PartitionGeneration generation = log.current(partition);
    List<Bucket> found = new ArrayList<>();
    for (int number = 0; number < table.buckets(); number++) {
      found.add(log.bucket(generation, number));
    }
    for (Bucket bucket : found) {
      if (format.isSealed(bucket)) {
        generationSwitch.finish(partition, generation);
        return false;
      }
    }
    return isDue(found) && !pins.areSet(generation) && replace(partition, generation, found);
  }

  /**
   * Returns true if another compaction of the partition has written files within this time, by the
   * store's clock; always false on a store without directories. This only saves work: any number of
   * compactions may run at the same time.
   */
  boolean isUnderWay(P partition, Duration within) throws IOException {
    PartitionGeneration current = log.current(partition);
    long latest = 0;
    for (String name : fileLog.list(current.partition())) {
      if (PartitionGeneration.isName(name) && current.sibling(name).number() > current.number()) {
        latest = Math.max(latest, fileLog.modifiedMillis(current.partition() + "/" + name));
      }
    }
    return latest > 0 && pins.clock().millis() - latest < within.toMillis();
  }

  private boolean isDue(List<Bucket> buckets) throws IOException {
    for (Bucket bucket : buckets) {
      if (bucket.files() > MOST_AFTERWARDS && plan(bucket).groups().size() < bucket.files()) {
        return true;
      }
    }
    return false;
  }

  private MergePlan plan(Bucket bucket) throws IOException {
    long[] rows = new long[bucket.files()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = format.summary(bucket.path(bucket.first() + i)).index().rows();
    }
    return MergePlan.of(rows, mostRows);
  }

  private boolean replace(P partition, PartitionGeneration generation, List<Bucket> found)
      throws IOException {
    return generationSwitch.replace(
        partition,
        generation,
        successor -> {
          for (Bucket bucket : found) {
            merge(bucket, successor);
          }
        });
  }

  /**
   * Numbers the merged files so that the last one has the bucket's last version: later versions
   * follow it.
   */
  private void merge(Bucket from, PartitionGeneration successor) throws IOException {
    List<MergePlan.Group> groups = plan(from).groups();
    Bucket to = new Bucket(successor, from.number(), from.first(), from.last());
    for (int i = 0; i < groups.size(); i++) {
      long version = from.last() - groups.size() + 1 + i;
      merge(from, groups.get(i), to.path(version));
    }
  }

  private void merge(Bucket from, MergePlan.Group group, String to) throws IOException {
    if (group.isKept()) {
      fileLog.commit(from.path(from.first() + group.from()), to);
      return;
    }
    List<String> files =
        LongStream.range(from.first() + group.from(), from.first() + group.to())
            .mapToObj(from::path)
            .toList();
    String staged = staging.next();
    format.merge(files, staged);
    fileLog.commit(staged, to);
    fileLog.delete(staged);
  }
}
