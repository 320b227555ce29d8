package dev.tally.transforms.enrich;

import dev.tally.transforms.model.AttributedOrder;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * An order whose details are not known yet.
 *
 * @param credit its newest credit, without details
 * @param since when it began to wait; processing time
 * @param sent whether this credit has gone on without details
 * @param looks how often it was looked at in vain
 */
record WaitingOrder(AttributedOrder credit, Instant since, boolean sent, int looks) {
  private static final Duration SOONEST = Duration.millis(100);
  private static final Duration LATEST = Duration.standardMinutes(1);

  /** By the next bundle, and a call. */
  private static final Duration ANSWERED_WITHIN = Duration.standardSeconds(1);

  /** A look is later than the one before by this part of the time that the order has waited. */
  private static final int OF_ITS_AGE = 4;

  static WaitingOrder of(AttributedOrder credit, Instant now) {
    return new WaitingOrder(credit, now, false, 0);
  }

  /** With a newer credit; an older one, or the same again, is of no use to anybody. */
  WaitingOrder with(AttributedOrder other) {
    return other.revision() > credit.revision()
        ? new WaitingOrder(other, since, false, looks)
        : this;
  }

  WaitingOrder nowSent() {
    return new WaitingOrder(credit, since, true, looks);
  }

  WaitingOrder nowLookedAt() {
    return new WaitingOrder(credit, since, sent, looks + 1);
  }

  /** Whether it is time that its credit goes on as it is. */
  boolean mustGoOn(Instant now, Duration grace) {
    return !sent && !now.isBefore(since.plus(grace));
  }

  /** Whether nobody will tell its details any more; time when the job stands still counts not. */
  boolean isHopeless(int maxLooks) {
    return sent && looks >= maxLooks;
  }

  /**
   * How long until it is looked at again: at the end of its grace at the latest. Every other look
   * is soon after one that has asked, for its answer.
   */
  Duration untilNextLook(Instant now, Duration grace) {
    long age = now.getMillis() - since.getMillis();
    Duration latest = looks % 2 == 0 ? LATEST : ANSWERED_WITHIN;
    long pause = Math.max(SOONEST.getMillis(), Math.min(latest.getMillis(), age / OF_ITS_AGE));
    long left = grace.getMillis() - age;
    return Duration.millis(!sent && left > 0 ? Math.min(pause, left) : pause);
  }
}
