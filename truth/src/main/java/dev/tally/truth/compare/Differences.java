package dev.tally.truth.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of a comparison with a truth file.
 *
 * @param missing number of expected rows that were not found
 * @param extra number of rows found that are not expected
 * @param different number of rows that are in both with different values
 * @param rows number of expected rows
 * @param examples some differences to print, one per line: missing ones first, then different ones,
 *     then extra ones
 */
public record Differences(
    long missing, long extra, long different, long rows, List<String> examples) {

  /** Returns true if the rows are exactly the expected ones. */
  public boolean none() {
    return missing == 0 && extra == 0 && different == 0;
  }

  /**
   * Returns these differences plus a number of rows that duplicate a revision; they count as extra.
   */
  public Differences withRepeats(long repeats) {
    List<String> more = new ArrayList<>(examples);
    if (repeats > 0) {
      more.add("extra: %,d rows duplicate the revision of another row".formatted(repeats));
    }
    return new Differences(missing, extra + repeats, different, rows, List.copyOf(more));
  }

  /** Returns the counts, e.g. {@code missing=0 extra=0 different=0 rows=5213}. */
  public String line() {
    return "missing=%d extra=%d different=%d rows=%d".formatted(missing, extra, different, rows);
  }
}
