package dev.tally.operations.plan;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * Estimates the number of different values from a sample.
 *
 * <p>Limits: it keeps one fingerprint of 64 bits per different value of the sample.
 *
 * <p>Source: A. Chao, Nonparametric estimation of the number of classes in a population, 1984, in
 * the form without bias: the values that occur once and twice in the sample determine how many it
 * does not contain. The estimate is a lower bound if the values have very different frequencies.
 */
final class DistinctValues {
  private static final HashFunction FINGERPRINT = Hashing.farmHashFingerprint64();

  private final Multiset<Long> seen = HashMultiset.create();

  void add(String value) {
    seen.add(FINGERPRINT.hashString(value, StandardCharsets.UTF_8).asLong());
  }

  /** Returns the number of different values in the sample. */
  int observed() {
    return seen.elementSet().size();
  }

  /** Returns the estimated number of different values in all data. */
  double estimate() {
    double once = occurring(1);
    double twice = occurring(2);
    return observed() + once * Math.max(0, once - 1) / (2 * (twice + 1));
  }

  private long occurring(int times) {
    return seen.entrySet().stream().filter(entry -> entry.getCount() == times).count();
  }
}
