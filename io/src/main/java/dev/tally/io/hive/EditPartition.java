package dev.tally.io.hive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Edits the rows of a partition, while other writers commit and queries read. Files are never
 * changed: those with affected rows are written again into a successor generation, under the same
 * versions, and all others are committed there as they are. Then the {@link GenerationSwitch} moves
 * the pointer, as for a compaction.
 *
 * <p>Rows have the same keys and revisions afterwards, so a replay of their input adds none of them
 * again. After a crash at any point, the edit can be repeated.
 */
final class EditPartition<P, R> {
  private final PartitionLog<P, R> log;
  private final RowEdit edit;
  private final GenerationSwitch<P, R> generationSwitch;

  EditPartition(PartitionLog<P, R> log, RowEdit edit) {
    this.log = log;
    this.edit = edit;
    this.generationSwitch = new GenerationSwitch<>(log);
  }

  /** Returns how many rows of the current generation the edit would change. */
  long affected(P partition) throws IOException {
    return sum(affected(buckets(log.current(partition))));
  }

  /**
   * Edits the partition until a listing of its current generation has no affected row. Files that
   * other writers commit meanwhile are carried over as they are, and are found by the next listing.
   *
   * @return how many rows were changed
   */
  long apply(P partition) throws IOException {
    long changed = 0;
    while (true) {
      PartitionGeneration generation = log.current(partition);
      List<Bucket> buckets = buckets(generation);
      if (isSealed(buckets)) {
        generationSwitch.finish(partition, generation);
        continue;
      }
      Map<String, Long> affected = affected(buckets);
      if (affected.isEmpty()) {
        return changed;
      }
      boolean won =
          generationSwitch.replace(
              partition, generation, successor -> copy(buckets, affected.keySet(), successor));
      changed += won ? sum(affected) : 0;
    }
  }

  private List<Bucket> buckets(PartitionGeneration generation) throws IOException {
    List<Bucket> buckets = new ArrayList<>();
    for (int number = 0; number < log.table().buckets(); number++) {
      buckets.add(log.bucket(generation, number));
    }
    return buckets;
  }

  private boolean isSealed(List<Bucket> buckets) throws IOException {
    for (Bucket bucket : buckets) {
      if (log.format().isSealed(bucket)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the number of affected rows of each file that has any. */
  private Map<String, Long> affected(List<Bucket> buckets) throws IOException {
    Map<String, Long> affected = new HashMap<>();
    for (Bucket bucket : buckets) {
      for (long version = bucket.first(); version <= bucket.last(); version++) {
        long rows = edit.affected(bucket.path(version));
        if (rows > 0) {
          affected.put(bucket.path(version), rows);
        }
      }
    }
    return affected;
  }

  private static long sum(Map<String, Long> affected) {
    return affected.values().stream().mapToLong(Long::longValue).sum();
  }

  private void copy(List<Bucket> buckets, Set<String> affected, PartitionGeneration successor)
      throws IOException {
    for (Bucket from : buckets) {
      Bucket to = new Bucket(successor, from.number(), from.first(), from.last());
      for (long version = from.first(); version <= from.last(); version++) {
        String file = from.path(version);
        if (affected.contains(file)) {
          edit(file, to.path(version));
        } else {
          log.fileLog().commit(file, to.path(version));
        }
      }
    }
  }

  private void edit(String from, String to) throws IOException {
    String staged = log.staging().next();
    edit.write(from, staged);
    log.fileLog().commit(staged, to);
    log.fileLog().delete(staged);
  }
}
