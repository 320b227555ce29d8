package dev.tally.io.hive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/**
 * Redacts the rows of a table, concurrently with any number of writers and readers. It can be
 * repeated after a crash at any point.
 *
 * <p>Limits: rows that other programs inserted are not changed, and neither are rows that a writer
 * commits after this call has read their partition. Replaced files exist until the sweep deletes
 * them; queries do not read them.
 */
public final class RedactTable {
  private final PartitionLog<List<String>, Row> log;
  private final TablePartitions partitions;
  private final EditPartition<List<String>, Row> edit;

  RedactTable(
      PartitionLog<List<String>, Row> log, TablePartitions partitions, ParquetRedaction redaction) {
    this.log = log;
    this.partitions = partitions;
    this.edit = new EditPartition<>(log, redaction);
  }

  /** Returns how many rows would be changed. */
  public long affected() throws IOException {
    long rows = 0;
    for (List<String> partition : partitions.all()) {
      rows += edit.affected(partition);
    }
    return rows;
  }

  /** Redacts all partitions; returns how many rows were changed. */
  public long apply() throws IOException {
    long rows = 0;
    for (List<String> partition : partitions.all()) {
      rows += edit.apply(partition);
    }
    return rows;
  }

  /**
   * Returns the time, by the store's clock, at which the newest of the files that queries do not
   * read any longer was replaced; empty if there are no such files.
   */
  public Optional<Instant> lastReplaced() throws IOException {
    long last = 0;
    for (List<String> partition : partitions.all()) {
      PartitionGeneration current = log.current(partition);
      for (String name : log.fileLog().list(current.partition())) {
        if (PartitionGeneration.isName(name) && !name.equals(current.name())) {
          last = Math.max(last, newest(current.sibling(name)));
        }
      }
    }
    return last == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last));
  }

  private long newest(PartitionGeneration generation) throws IOException {
    long newest = 0;
    for (String name : log.fileLog().list(generation.path())) {
      newest = Math.max(newest, log.fileLog().modifiedMillis(generation.path() + "/" + name));
    }
    return newest;
  }

  /** Returns how many files of other programs the table has; their rows are not redacted. */
  public int foreignFiles() throws IOException {
    ForeignFiles foreign = new ForeignFiles(log.fileLog(), log.staging());
    int files = 0;
    for (List<String> partition : partitions.all()) {
      files += foreign.in(log.current(partition).path()).size();
    }
    return files;
  }
}
