package dev.tally.io.hive;

import java.io.IOException;

/** The pointers of a table's partitions: which generation queries of a partition read. */
interface PartitionPointers<P> {
  /**
   * Returns the generation that queries of a partition read. A partition without an entry in the
   * metastore is registered first.
   */
  PartitionGeneration current(P partition) throws IOException;

  /** Points the partition's entry at another generation, unconditionally. */
  void move(P partition, PartitionGeneration to) throws IOException;
}
