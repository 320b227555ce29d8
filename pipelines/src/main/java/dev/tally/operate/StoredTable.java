package dev.tally.operate;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A table of a store that can be read whole. */
public interface StoredTable {
  /**
   * Hands over all rows, in any order; a null is an empty text.
   *
   * @param columns what is wanted of each row
   * @param action takes a row's values by column, as text
   * @throws IOException if the store does not answer, or not whole
   */
  void forEach(List<String> columns, Consumer<Map<String, String>> action) throws IOException;
}
