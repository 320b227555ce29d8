package dev.tally.transforms.model;

/**
 * What a touch earned of an order.
 *
 * @param micros its share, in millionths of the order: 1,000,000 is all of it
 */
public record Credit(Touch touch, long micros) {
  /** The whole credit for an order. */
  public static final long WHOLE = 1_000_000;
}
