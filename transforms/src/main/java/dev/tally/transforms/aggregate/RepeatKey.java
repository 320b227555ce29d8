package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;
import org.joda.time.Duration;

/**
 * A {@code RepeatKey} identifies the clicks among which repeats are searched: those of one user on
 * one ad.
 *
 * @param windowMillis the double-click window, which determines how time is divided into slices; it
 *     is part of the key, so that a job that is restored with another window never reads slices of
 *     the old length
 */
record RepeatKey(long windowMillis, String userId, String adId) {
  static RepeatKey of(Duration window, AdEvent click) {
    return new RepeatKey(window.getMillis(), click.getUserId(), click.getAdId());
  }
}
