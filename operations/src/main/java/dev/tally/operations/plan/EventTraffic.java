package dev.tally.operations.plan;

/**
 * The events and orders of all regions together.
 *
 * @param eventsPerSecond accepted events per second at the peak
 * @param eventBytes bytes of key and value of a raw event, uncompressed
 * @param clickShare share of clicks among the events, from 0 to 1
 * @param ordersPerSecond orders per second at the peak; 0 without attributed orders
 */
public record EventTraffic(
    double eventsPerSecond, double eventBytes, double clickShare, double ordersPerSecond) {
  static final double MAX = 1e15;

  /**
   * Creates the traffic.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public EventTraffic {
    InputChecks.range("eventsPerSecond", eventsPerSecond, 0, MAX);
    InputChecks.range("eventBytes", eventBytes, 0, MAX);
    InputChecks.range("clickShare", clickShare, 0, 1);
    InputChecks.range("ordersPerSecond", ordersPerSecond, 0, MAX);
  }
}
