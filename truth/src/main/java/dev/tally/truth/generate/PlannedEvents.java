package dev.tally.truth.generate;

/**
 * Draws events that must be accepted.
 *
 * <p>Most events reach the broker within five seconds. A share of {@code lateShare} takes up to
 * {@code maxDelay}, and one in 200 comes from a device whose clock is up to {@code maxClockSkew}
 * ahead; in each of these two groups, one in 20 has exactly the maximum.
 */
final class PlannedEvents {
  private static final int ONE_AHEAD_IN = 200;
  private static final int ONE_FREE_IN = 50;
  private static final int ONE_ON_THE_EDGE_IN = 20;
  private static final double USUAL_DELAY_MS = 5_000;

  private final Chance chance;
  private final Plan plan;
  private final Zipf ads;

  PlannedEvents(Plan plan, Chance chance) {
    this.plan = plan;
    this.chance = chance;
    ads = new Zipf(plan.ads(), plan.zipfExponent());
  }

  PlannedEvent next(long number, long brokerTime) {
    boolean clicked = chance.happens(plan.clickShare());
    int user = user(clicked);
    return new PlannedEvent(
        number, clicked, brokerTime - age(), ads.draw(chance), user, cost(clicked));
  }

  private int user(boolean clicked) {
    int user = chance.below(plan.users());
    boolean hot = clicked && plan.hotUserShare() > 0 && chance.happens(plan.hotUserShare());
    return hot ? 0 : user;
  }

  private long age() {
    if (chance.onceIn(ONE_AHEAD_IN)) {
      return -upTo(plan.maxClockSkew().toMillis());
    }
    long maxDelay = plan.maxDelay().toMillis();
    if (chance.happens(plan.lateShare())) {
      return upTo(maxDelay);
    }
    double skewed = chance.unit() * chance.unit();
    return Math.min(maxDelay, (long) (USUAL_DELAY_MS * skewed));
  }

  private long upTo(long most) {
    return chance.onceIn(ONE_ON_THE_EDGE_IN) ? most : chance.below(most + 1);
  }

  private long cost(boolean clicked) {
    if (chance.onceIn(ONE_FREE_IN)) {
      return 0;
    }
    return clicked ? 10_000L * (10 + chance.below(40)) : 100L * (5 + chance.below(80));
  }
}
