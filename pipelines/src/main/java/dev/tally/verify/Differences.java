package dev.tally.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * What a comparison found.
 *
 * @param missing rows of the truth that are not there
 * @param extra rows that are not in the truth
 * @param different rows that are in both, with another value in some measure
 * @param rows rows of the truth
 * @param examples some differences to print, a line each: at most so many missing, then so many
 *     different, then so many extra
 */
public record Differences(
    long missing, long extra, long different, long rows, List<String> examples) {

  /** Whether the rows are exactly the truth. */
  public boolean none() {
    return missing == 0 && extra == 0 && different == 0;
  }

  /** With so many rows more that stand there again. */
  public Differences withRepeats(long repeats) {
    List<String> more = new ArrayList<>(examples);
    if (repeats > 0) {
      more.add("extra: %,d rows repeat a revision that stands already".formatted(repeats));
    }
    return new Differences(missing, extra + repeats, different, rows, List.copyOf(more));
  }

  /** E.g. {@code missing=0 extra=0 different=0 rows=5213}. */
  public String line() {
    return "missing=%d extra=%d different=%d rows=%d".formatted(missing, extra, different, rows);
  }
}
