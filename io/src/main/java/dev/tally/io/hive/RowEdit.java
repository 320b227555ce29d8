package dev.tally.io.hive;

import java.io.IOException;

/** A change of rows that does not affect their keys and revisions, and that can be repeated. */
interface RowEdit {
  /** Returns how many rows of a file the edit changes; 0 for a file that was edited before. */
  long affected(String file) throws IOException;

  /** Writes the rows of a file, edited, to a new file with the same index, and syncs it. */
  void write(String file, String to) throws IOException;
}
