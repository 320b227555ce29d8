package dev.tally.server.orders;

/**
 * The behaviour of the service, as set by the JSON document that the control port receives.
 *
 * @param latencyMillis how long each response is delayed
 * @param errorRate the share of calls answered with status 500, from 0 to 1
 * @param outage whether the service answers at all
 * @param unknownPrefix orders whose ids begin with this are unknown; empty if all orders are known
 */
record Behaviour(long latencyMillis, double errorRate, Outage outage, String unknownPrefix) {
  /** The ways in which the service does not answer. */
  enum Outage {
    NONE,
    /** It accepts no connection. */
    REFUSES,
    /** It reads a call and closes the connection. */
    CLOSES,
    /** It reads a call and never answers. */
    HANGS
  }

  Behaviour {
    if (latencyMillis < 0 || !(errorRate >= 0 && errorRate <= 1)) {
      throw new IllegalArgumentException(
          "latencyMillis must not be negative, and errorRate must be from 0 to 1");
    }
  }

  static Behaviour normal() {
    return new Behaviour(0, 0, Outage.NONE, "");
  }
}
