package dev.tally.io.hive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Deletes files that are no longer needed: staged files that were never committed, generations that
 * were replaced, and directories of compactions that lost. Before that, files that other programs
 * put into a replaced generation are carried over to the current one.
 *
 * <p>Generations of other tables are kept, e.g. those of a table that was dropped. A directory that
 * may still become the successor of the current generation is kept, too.
 *
 * @param clock the store's clock
 * @param keep how long a replaced generation is kept for queries, and a staged file for its writer
 */
record SweepTable<P>(PartitionLog<P, ?> log, FileLogClock clock, Duration keep) {

  /** Deletes old staged files; returns how many were deleted. */
  int staged() throws IOException {
    long now = clock.millis();
    FileLog fileLog = log.fileLog();
    String directory = log.staging().directory();
    int deleted = 0;
    for (String name : fileLog.list(directory)) {
      String path = directory + "/" + name;
      deleted += isOld(now, fileLog.modifiedMillis(path)) ? deleted(path) : 0;
    }
    return deleted;
  }

  /** Deletes old generations of a partition; returns how many were deleted. */
  int generations(P partition) throws IOException {
    PartitionGeneration current = log.current(partition);
    FileLog fileLog = log.fileLog();
    List<String> names = fileLog.list(current.partition());
    ForeignFiles foreign = new ForeignFiles(fileLog, log.staging());
    foreign.carry(current.partition(), ForeignFiles.ROOT, current);
    int deleted = 0;
    for (String name : names) {
      if (name.startsWith(FileLog.DELETED)) {
        fileLog.delete(current.partition() + "/" + name);
      } else if (PartitionGeneration.isName(name) && !name.equals(current.name())) {
        PartitionGeneration other = current.sibling(name);
        if (other.number() <= current.number() && isOurs(other)) {
          foreign.carry(other.path(), other.name(), current);
          deleted += deleteIfOld(other, foreign);
        }
      }
    }
    return deleted;
  }

  /** Returns true if this table created or adopted the generation. */
  private boolean isOurs(PartitionGeneration generation) throws IOException {
    TableIdentity table = log.table();
    return generation.isOf(table)
        || log.fileLog().list(generation.path()).stream()
            .flatMap(name -> TableIdentity.ofPointed(name).stream())
            .anyMatch(owner -> owner.id().equals(table.id()));
  }

  /**
   * Deletes a generation if it is old enough. A generation from which the pointer was moved away
   * has a mark with the time of the move. A generation without a mark was never current; its age is
   * that of its newest file.
   */
  private int deleteIfOld(PartitionGeneration generation, ForeignFiles foreign) throws IOException {
    FileLog fileLog = log.fileLog();
    List<String> files = fileLog.list(generation.path());
    List<String> marks = files.stream().filter(PartitionGeneration::isReplacedMark).toList();
    long since = 0;
    for (String name : marks.isEmpty() ? files : marks) {
      since = Math.max(since, fileLog.modifiedMillis(generation.path() + "/" + name));
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
    log.fileLog().delete(path);
    return 1;
  }
}
