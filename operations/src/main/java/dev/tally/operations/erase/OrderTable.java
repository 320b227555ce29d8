package dev.tally.operations.erase;

import java.io.IOException;
import java.util.List;

/** A table of attributed orders in a store. */
interface OrderTable {
  UserPlace place();

  /** Returns what the table has of the users, and changes nothing. */
  List<ErasureReport.Finding> find() throws IOException;

  /** Erases the users from the table; it can be repeated after a crash at any point. */
  List<ErasureReport.Finding> erase() throws IOException;
}
