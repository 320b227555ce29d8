package dev.tally.operations.plan;

/**
 * The things that the events of all regions are about.
 *
 * @param ads number of ads that are shown; an ad of two campaigns, or at two stores, counts twice
 * @param rowsPerMinute rows per minute of all regions; 0 to derive them from the ads, as if all ads
 *     were equally frequent
 * @param users number of users within the attribution windows
 * @param storesPerUser number of stores of a user within the attribution windows
 */
public record Population(double ads, double rowsPerMinute, double users, double storesPerUser) {
  /**
   * Creates the population.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public Population {
    InputChecks.range("ads", ads, 0, EventTraffic.MAX);
    InputChecks.range("rowsPerMinute", rowsPerMinute, 0, EventTraffic.MAX);
    InputChecks.range("users", users, 0, EventTraffic.MAX);
    InputChecks.range("storesPerUser", storesPerUser, 0, EventTraffic.MAX);
  }
}
