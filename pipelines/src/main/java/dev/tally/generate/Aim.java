package dev.tally.generate;

/** What an order is placed for, so that every rule decides some orders. */
enum Aim {
  /** Some while after a touch. */
  SOON(34),
  /** Any time of the plan, by a user at a store where there is a touch. */
  ANY_TIME(12),
  /** In the millisecond of a touch. */
  AT_THE_TOUCH(6),
  /** Just when the window of a touch ends, which still counts. */
  AT_THE_EDGE(10),
  /** A millisecond after the window of a touch has ended. */
  BEYOND_THE_EDGE(10),
  /** Shortly after two touches of one millisecond. */
  AFTER_A_TIE(10),
  /** About when a version of a touch's campaign comes to hold: then, or a millisecond before. */
  AT_A_CHANGE(10),
  /** By any user at any store. */
  ANYWHERE(5),
  /** By somebody who has no touch. */
  BY_A_GUEST(3),
  /** Before a touch has arrived; its share is {@link OrderPlan#earlyShare}. */
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
