package dev.tally.truth.generate;

/**
 * A seeded stream of random numbers that is the same on every machine and JDK.
 *
 * <p>Source: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014). Implemented here because the JDK does not guarantee the algorithms of its
 * generators.
 */
final class Chance {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private Chance(long state) {
    this.state = state;
  }

  /** Returns the stream for one purpose; it is independent of the streams for other purposes. */
  static Chance of(long seed, String purpose) {
    return new Chance(mix(seed + GOLDEN_GAMMA * (1 + mix(purpose.hashCode()))));
  }

  /** Mixes 64 bits; the function is bijective, so different inputs have different outputs. */
  static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Draws uniformly from [0, 1). */
  double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** Draws uniformly from [0, bound); {@code bound} must be from 1 to 2^62 − 1. */
  long below(long bound) {
    return Math.multiplyHigh(next() >>> 1, bound << 1);
  }

  /** Draws uniformly from [0, bound). */
  int below(int bound) {
    return (int) below((long) bound);
  }

  /** Returns true once in {@code n} calls on average. */
  boolean onceIn(int n) {
    return below(n) == 0;
  }

  /** Returns true with this probability. Always draws exactly one number. */
  boolean happens(double probability) {
    return unit() < probability;
  }

  private long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }
}
