package dev.tally.io.hive;

import java.io.IOException;

/**
 * The partitions of a table as the commit protocol sees them: each is a sequence of generations
 * with numbered buckets, and a pointer to the current generation.
 *
 * @param format reads and writes the files
 * @param pointers the current generation of each partition
 * @param pins the pins, with the store and the staging directory of the table
 * @param table the id of the table and its number of buckets
 * @param <P> identifies a partition
 * @param <R> a row
 */
record PartitionLog<P, R>(
    RowFormat<R> format, PartitionPointers<P> pointers, GenerationPins pins, TableIdentity table) {

  FileLog fileLog() {
    return pins.fileLog();
  }

  Staging staging() {
    return pins.staging();
  }

  PartitionGeneration current(P partition) throws IOException {
    return pointers.current(partition);
  }

  Bucket bucket(PartitionGeneration generation, int number) throws IOException {
    return Bucket.list(fileLog(), generation, number);
  }

  /**
   * Returns true if the first bucket of the generation is sealed, so that its switch has begun.
   * Other buckets accept commits until they are sealed, too.
   */
  boolean isSealed(PartitionGeneration generation) throws IOException {
    return format.isSealed(bucket(generation, 0));
  }
}
