package dev.tally.transforms.reach;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EventType;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * A {@code ReachKey} identifies a set of users.
 *
 * @param day the start of the UTC day of the event time
 */
record ReachKey(String campaignId, Instant day, EventType eventType) {
  private static final Duration DAY = Duration.standardDays(1);

  static ReachKey of(AdEvent event) {
    long days = Math.floorDiv(event.getEventTime().getMillis(), DAY.getMillis());
    return new ReachKey(
        event.getCampaignId(), Instant.ofEpochMilli(days * DAY.getMillis()), event.getEventType());
  }

  /** Returns the last millisecond of the day. */
  Instant last() {
    return day.plus(DAY).minus(Duration.millis(1));
  }
}
