package dev.tally.truth.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the rows of a store with a truth file.
 *
 * <p>Input: rows in any order, at the granularity of the truth file or finer. Rows with the same
 * values in the file's dimensions are added up. Dimensions and measures that the file does not have
 * are ignored. A row that has only zeros counts as a row.
 *
 * <p>State: both sides, eight bytes per column and row, and up to twice that while they grow.
 *
 * <p>Errors: {@link IllegalArgumentException} for a row that lacks a dimension or measure of the
 * truth file, because it is coarser than the file and cannot be compared.
 */
public final class Comparison {
  private static final int DEFAULT_EXAMPLES = 10;

  private final Truth truth;
  private final MetricsTable expected;
  private final MetricsTable actual;
  private final int examplesOfAKind;

  private Comparison(Truth truth, int examplesOfAKind) {
    this.truth = truth;
    this.examplesOfAKind = examplesOfAKind;
    expected = truth.table();
    actual = expected.emptyTwin();
  }

  /** Creates a comparison with a truth file; it has no rows yet. */
  public static Comparison with(Truth truth) {
    return new Comparison(truth, DEFAULT_EXAMPLES);
  }

  /**
   * Returns a new, empty comparison that keeps at most this many examples of each kind of
   * difference. Default: 10.
   */
  public Comparison withExamples(int examplesOfAKind) {
    if (examplesOfAKind < 0) {
      throw new IllegalArgumentException("examples must be 0 or more, are " + examplesOfAKind);
    }
    return new Comparison(truth, examplesOfAKind);
  }

  /** Adds a row of the store. */
  public void add(MetricsRow row) {
    actual.add(row);
  }

  /** Returns the differences of the rows added so far. */
  public Differences differences() {
    Kind missing = new Kind();
    Kind different = new Kind();
    Kind extra = new Kind();
    for (int row = 0; row < expected.size(); row++) {
      int found = actual.find(expected.key(row));
      if (found < 0) {
        missing.add("missing", expected.row(row), "");
      } else if (!Arrays.equals(expected.sums(row), actual.sums(found))) {
        different.add("different", actual.row(found), ", must be " + values(expected.row(row)));
      }
    }
    for (int row = 0; row < actual.size(); row++) {
      if (expected.find(actual.key(row)) < 0) {
        extra.add("extra", actual.row(row), "");
      }
    }
    return new Differences(
        missing.count,
        extra.count,
        different.count,
        expected.size(),
        Stream.of(missing, different, extra).flatMap(kind -> kind.examples.stream()).toList());
  }

  private static String values(MetricsRow row) {
    return cells(
        row.measures().entrySet().stream().map(e -> e.getKey().column() + "=" + e.getValue()));
  }

  private static String cells(Stream<String> cells) {
    return cells.collect(Collectors.joining(" "));
  }

  /** The differences of one kind. */
  private final class Kind {
    private final List<String> examples = new ArrayList<>();
    private long count;

    void add(String kind, MetricsRow row, String note) {
      if (count++ < examplesOfAKind) {
        Stream<Map.Entry<Dimension, String>> key = row.dimensions().entrySet().stream();
        examples.add(
            kind
                + ": "
                + cells(key.map(e -> e.getKey().column() + "=" + e.getValue()))
                + ": "
                + values(row)
                + note);
      }
    }
  }
}
