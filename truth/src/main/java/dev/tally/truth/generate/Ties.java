package dev.tally.truth.generate;

/**
 * Assigns the time, user, store and type of a recent event to one event in 50, so that only the
 * event ids can break the tie between the two.
 *
 * <p>State: the last {@value #RECENT} events.
 */
final class Ties {
  private static final int ONE_IN = 50;
  static final int RECENT = 32;
  private static final int TRIES = 8;

  private final Plan plan;
  private final Catalog catalog;
  private final Chance chance;
  private final PlannedEvent[] recent = new PlannedEvent[RECENT];

  Ties(Plan plan, Catalog catalog) {
    this.plan = plan;
    this.catalog = catalog;
    chance = Chance.of(plan.seed(), "ties");
  }

  /** Returns the event, or a tied event that replaces it. */
  PlannedEvent perhapsTied(PlannedEvent event, long brokerTime) {
    PlannedEvent earlier = recent[chance.below(recent.length)];
    PlannedEvent next = event;
    if (chance.onceIn(ONE_IN) && earlier != null && isAccepted(earlier.eventTime(), brokerTime)) {
      next =
          new PlannedEvent(
              event.number(),
              earlier.clicked(),
              earlier.eventTime(),
              adOfTheStore(earlier.ad()),
              earlier.user(),
              event.costMicros());
    }
    recent[(int) (event.number() % recent.length)] = next;
    return next;
  }

  /** Returns true if an event with this time is accepted when it arrives at this broker time. */
  private boolean isAccepted(long eventTime, long brokerTime) {
    long age = brokerTime - eventTime;
    return age <= plan.maxDelay().toMillis() && -age <= plan.maxClockSkew().toMillis();
  }

  private int adOfTheStore(int ad) {
    for (int i = 0; i < TRIES; i++) {
      int other = chance.below(plan.ads());
      if (catalog.storeNumber(other) == catalog.storeNumber(ad)) {
        return other;
      }
    }
    return ad;
  }
}
