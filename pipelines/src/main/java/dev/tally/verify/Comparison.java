package dev.tally.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares rows with the truth.
 *
 * <p>Input: rows in any order, as fine as the truth or finer; those that agree in the dimensions of
 * the truth are summed up. Dimensions and measures that the truth does not have are let go. A row
 * of zeros is a row.
 *
 * <p>State: both sides, eight bytes a column and row, up to twice that while they grow.
 *
 * <p>Errors: a row without a dimension or measure of the truth is an {@link
 * IllegalArgumentException}: it is coarser than the truth and cannot be compared.
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

  /** A comparison with this truth that has no rows yet. */
  public static Comparison with(Truth truth) {
    return new Comparison(truth, DEFAULT_EXAMPLES);
  }

  /** A new comparison that keeps at most so many examples of each kind of difference. */
  public Comparison withExamples(int examplesOfAKind) {
    if (examplesOfAKind < 0) {
      throw new IllegalArgumentException("examples must be 0 or more, are " + examplesOfAKind);
    }
    return new Comparison(truth, examplesOfAKind);
  }

  /** Takes a row of the store. */
  public void add(MetricsRow row) {
    actual.add(row);
  }

  /** What differs, of the rows taken so far. */
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
