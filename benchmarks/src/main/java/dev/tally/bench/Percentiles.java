package dev.tally.bench;

import java.util.Arrays;

/** Computes medians and percentiles. */
final class Percentiles {
  private Percentiles() {}

  /** Returns the median: the middle value, or the mean of the two middle values. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /**
   * Returns the smallest value v in the array such that at least the given percentage of the values
   * are less than or equal to v (nearest-rank method).
   *
   * @param sorted in ascending order, not empty
   * @param percent 1 to 100
   */
  static long percentile(long[] sorted, int percent) {
    return sorted[(int) Math.ceil(sorted.length * (percent / 100.0)) - 1];
  }
}
