package dev.tally.bench;

import java.util.Arrays;

/** Order statistics. */
final class Percentiles {
  private Percentiles() {}

  /** The middle, or between the two in the middle. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /**
   * The least value that so many hundredths of all do not exceed.
   *
   * @param sorted rising, not empty
   * @param percent 1 to 100
   */
  static long percentile(long[] sorted, int percent) {
    return sorted[(int) Math.ceil(sorted.length * (percent / 100.0)) - 1];
  }
}
