package dev.tally.transforms.enrich;

import dev.tally.transforms.model.AttributedOrder;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * A {@code WaitingOrder} is an order whose details are not known yet.
 *
 * @param credit its newest credit, without details
 * @param since when it began to wait, in processing time
 * @param sent whether this credit was emitted without details
 * @param attempts the number of unsuccessful lookups by timer
 */
record WaitingOrder(AttributedOrder credit, Instant since, boolean sent, int attempts) {
  private static final Duration SOONEST = Duration.millis(100);
  private static final Duration LATEST = Duration.standardMinutes(1);

  /**
   * The time in which a response is expected: the query is sent at the end of the bundle, and then
   * the call must return.
   */
  private static final Duration ANSWERED_WITHIN = Duration.standardSeconds(1);

  /**
   * The pause before the next lookup is the time that the order has waited, divided by this number.
   */
  private static final int AGE_PER_PAUSE = 4;

  static WaitingOrder of(AttributedOrder credit, Instant now) {
    return new WaitingOrder(credit, now, false, 0);
  }

  /** Returns this order with a newer credit; an older or equal credit is ignored. */
  WaitingOrder with(AttributedOrder other) {
    return other.revision() > credit.revision()
        ? new WaitingOrder(other, since, false, attempts)
        : this;
  }

  WaitingOrder nowSent() {
    return new WaitingOrder(credit, since, true, attempts);
  }

  WaitingOrder afterAttempt() {
    return new WaitingOrder(credit, since, sent, attempts + 1);
  }

  /** Returns true if its credit has not been emitted and the maximum wait is over. */
  boolean mustBeSent(Instant now, Duration maxWait) {
    return !sent && !now.isBefore(since.plus(maxWait));
  }

  /**
   * Returns true if all lookups were used and the credit was emitted without details. Attempts are
   * counted and not elapsed time, so that job downtime does not expire an order.
   */
  boolean isExhausted(int maxAttempts) {
    return sent && attempts >= maxAttempts;
  }

  /**
   * Returns the time until the next lookup. While the order waits for its first emission, this is
   * at most the rest of the maximum wait. Lookups by timer come in pairs: the first one sends a
   * query, the second one fetches the response. So the pause after an odd number of attempts is at
   * most {@link #ANSWERED_WITHIN}.
   */
  Duration untilNextAttempt(Instant now, Duration maxWait) {
    long age = now.getMillis() - since.getMillis();
    Duration latest = attempts % 2 == 0 ? LATEST : ANSWERED_WITHIN;
    long pause = Math.max(SOONEST.getMillis(), Math.min(latest.getMillis(), age / AGE_PER_PAUSE));
    long left = maxWait.getMillis() - age;
    return Duration.millis(!sent && left > 0 ? Math.min(pause, left) : pause);
  }
}
