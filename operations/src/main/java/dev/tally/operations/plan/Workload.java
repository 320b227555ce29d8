package dev.tally.operations.plan;

/**
 * The input of a {@link CapacityPlan}: the load and the settings.
 *
 * @param traffic events and orders per second
 * @param population ads and users
 * @param windows how long the jobs keep state
 * @param retention how long the stores keep records
 * @param deployment regions and settings of the jobs
 * @param stores settings of Kafka and Pinot
 */
public record Workload(
    EventTraffic traffic,
    Population population,
    StateWindows windows,
    RetentionTimes retention,
    Deployment deployment,
    StoreSettings stores) {
  /** Returns the events per second of one region; the regions have equal shares. */
  double eventsPerRegion() {
    return traffic.eventsPerSecond() / deployment.regions();
  }

  /** Returns the events per second of one region while its job catches up a lag. */
  double processedPerRegion() {
    return eventsPerRegion() * deployment.catchUp();
  }

  /** Returns the rows per minute of one region: those that were measured, or expected. */
  double rowsPerMinuteOfRegion() {
    double measured = population.rowsPerMinute() / deployment.regions();
    return measured > 0 ? measured : expectedRows();
  }

  /**
   * Returns how many different ads the events of a minute have on average if all ads are equally
   * frequent. With any other distribution they have fewer.
   */
  private double expectedRows() {
    double ads = population.ads();
    return ads == 0 ? 0 : ads * -Math.expm1(-eventsPerRegion() * Seconds.PER_MINUTE / ads);
  }
}
