package dev.tally.orders;

/**
 * How the service is to behave, the control port's document.
 *
 * @param latencyMillis how long each answer takes
 * @param errorRate the share of calls answered with status 500, from 0 to 1
 * @param outage whether it answers at all
 * @param unknownPrefix orders that begin so are unknown; none if it is empty
 */
record Behaviour(long latencyMillis, double errorRate, Outage outage, String unknownPrefix) {
  /** Ways of not answering. */
  enum Outage {
    NONE,
    /** No connection is accepted. */
    REFUSES,
    /** A connection is closed when a call has come. */
    CLOSES,
    /** A call is never answered. */
    HANGS
  }

  Behaviour {
    if (latencyMillis < 0 || !(errorRate >= 0 && errorRate <= 1)) {
      throw new IllegalArgumentException(
          "latencyMillis must not be negative and errorRate be from 0 to 1");
    }
  }

  static Behaviour normal() {
    return new Behaviour(0, 0, Outage.NONE, "");
  }
}
