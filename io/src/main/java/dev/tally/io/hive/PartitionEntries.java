package dev.tally.io.hive;

import java.io.IOException;
import java.util.Optional;

/** The metastore's entries of a table's partitions. */
interface PartitionEntries<P> {
  /** The directory in which the generations of a partition are, as Hive names it. */
  String directory(P partition) throws IOException;

  /** The directory that queries read; empty if the metastore has no such partition. */
  Optional<String> location(P partition) throws IOException;

  /** Makes queries read a generation, unconditionally; creates the entry if there is none. */
  void put(P partition, Generation generation) throws IOException;
}
