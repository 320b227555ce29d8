package dev.tally.scenarios.verify;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A table of a store that can be read completely. */
public interface StoredTable {
  /**
   * Passes all rows to an action, in any order. A null value becomes an empty string.
   *
   * @param columns names of the columns to read
   * @param action receives the values of a row by column, as text
   * @throws IOException if the store does not respond or returns only part of the rows
   */
  void forEach(List<String> columns, Consumer<Map<String, String>> action) throws IOException;
}
