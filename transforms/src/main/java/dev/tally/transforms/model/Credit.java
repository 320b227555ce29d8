package dev.tally.transforms.model;

/**
 * A {@code Credit} is the share of an order that one touch earned.
 *
 * @param micros the share in millionths of the order; 1,000,000 is the whole order
 */
public record Credit(Touch touch, long micros) {
  /** The whole credit for an order. */
  public static final long WHOLE = 1_000_000;
}
