package dev.tally.scenarios.chaos;

import java.time.Duration;

/**
 * A phase in which the order service behaves in one way.
 *
 * @param kind the behaviour of the order service
 * @param lasts the duration of the phase
 */
public record OrderPhase(Kind kind, Duration lasts) {
  /** The behaviour of the order service. */
  public enum Kind {
    /** The service responds normally. */
    AS_USUAL,
    /** The service was killed by SIGKILL. */
    DOWN,
    /** Each response has a latency of 500 ms. */
    SLOW,
    /** 30 % of the calls return status 500. */
    FAILING,
    /** No call receives a response. */
    HANGING
  }
}
