package dev.tally.io.hive;

import java.io.IOException;

/** Which generation readers of a partition are sent to. */
interface Pointers<P> {
  /** That of a partition; a partition that is not there is made, with its first generation. */
  Generation current(P partition) throws IOException;

  /** Sends readers to another; without any condition, whatever has happened since. */
  void move(P partition, Generation to) throws IOException;
}
