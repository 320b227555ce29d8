package dev.tally.io.hive;

import java.io.IOException;

/** Which generation the queries of a partition read. */
interface Pointers<P> {
  /** The generation of a partition; one without an entry in the metastore gets one. */
  Generation current(P partition) throws IOException;

  /** Makes queries read another generation, unconditionally. */
  void move(P partition, Generation to) throws IOException;
}
