package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;
import org.joda.time.Duration;

/**
 * The clicks among which a repeat is looked for: those of one user on one ad.
 *
 * @param windowMillis the double-click window, which sets how time is cut into slices; it is part
 *     of the key, so that a job restored with another one never meets slices of the old length
 */
record RepeatKey(long windowMillis, String userId, String adId) {
  static RepeatKey of(Duration window, AdEvent click) {
    return new RepeatKey(window.getMillis(), click.getUserId(), click.getAdId());
  }
}
