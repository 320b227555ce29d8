package dev.tally.chaos;

import java.time.Duration;

/**
 * A while in which the order service behaves in one way.
 *
 * @param kind how
 * @param lasts how long
 */
public record OrderPhase(Kind kind, Duration lasts) {
  /** Ways to behave. */
  public enum Kind {
    /** It answers. */
    AS_USUAL,
    /** It was killed by SIGKILL. */
    DOWN,
    /** Each answer takes 500 ms. */
    SLOW,
    /** 30 % of the calls are answered with status 500. */
    FAILING,
    /** No call is answered. */
    HANGING
  }
}
