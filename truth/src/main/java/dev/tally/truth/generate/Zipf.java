package dev.tally.truth.generate;

import java.util.Arrays;

/** Draws ranks, starting at 0; the probability of rank k is proportional to (k+1)^-exponent. */
final class Zipf {
  private final double[] cumulative;

  Zipf(int ranks, double exponent) {
    cumulative = new double[ranks];
    double sum = 0;
    for (int k = 0; k < ranks; k++) {
      sum += StrictMath.pow(k + 1, -exponent);
      cumulative[k] = sum;
    }
  }

  int draw(Chance chance) {
    int last = cumulative.length - 1;
    int found = Arrays.binarySearch(cumulative, chance.unit() * cumulative[last]);
    return Math.min(found >= 0 ? found + 1 : -found - 1, last);
  }
}
