package dev.tally.truth.generate;

/** The case that an order is generated for; together, the cases exercise every attribution rule. */
enum Aim {
  /** Up to two hours after a touch. */
  SOON(34),
  /** At any time within the span of the plan, by the user and at the store of a touch. */
  ANY_TIME(12),
  /** In the same millisecond as a touch. */
  AT_THE_TOUCH(6),
  /** Exactly at the end of a touch's window, which is inclusive. */
  AT_THE_EDGE(10),
  /** One millisecond after the end of a touch's window. */
  BEYOND_THE_EDGE(10),
  /** Up to a minute after two touches in the same millisecond. */
  AFTER_A_TIE(10),
  /** When a version of a touch's campaign becomes effective, or one millisecond earlier. */
  AT_A_CHANGE(10),
  /** By any user, at any store and at any time. */
  ANYWHERE(5),
  /** By a guest, that is, a user without touches. */
  BY_A_GUEST(3),
  /**
   * Reaches the broker before a touch that may earn credit for it; drawn with {@link
   * OrderPlan#earlyShare} instead of a weight.
   */
  BEFORE_ITS_TOUCH(0);

  private final int weight;

  Aim(int weight) {
    this.weight = weight;
  }

  static Aim draw(Chance chance, double earlyShare) {
    if (chance.happens(earlyShare)) {
      return BEFORE_ITS_TOUCH;
    }
    int drawn = chance.below(100);
    for (Aim aim : values()) {
      drawn -= aim.weight;
      if (drawn < 0) {
        return aim;
      }
    }
    throw new IllegalStateException("The weights sum to less than 100");
  }
}
