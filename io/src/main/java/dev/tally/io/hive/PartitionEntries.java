package dev.tally.io.hive;

import java.io.IOException;
import java.util.Optional;

/** The entries of a table's partitions in the metastore. */
interface PartitionEntries<P> {
  /** Returns the directory that contains the generations of a partition, named as Hive names it. */
  String directory(P partition) throws IOException;

  /** Returns the directory that queries read; empty if the metastore has no such partition. */
  Optional<String> location(P partition) throws IOException;

  /**
   * Points the entry of a partition at a generation, unconditionally; creates the entry if there is
   * none.
   */
  void put(P partition, PartitionGeneration generation) throws IOException;
}
