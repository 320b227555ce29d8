package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Minutes;
import org.joda.time.Instant;

/**
 * A {@code MinuteKey} identifies one row of counts.
 *
 * @param minute in minutes of event time since 1970
 */
record MinuteKey(MetricKey key, int minute) {
  static MinuteKey of(AdEvent event) {
    return new MinuteKey(MetricKey.of(event), Minutes.of(event.getEventTime()));
  }

  /** Returns the last millisecond of the minute. */
  Instant last() {
    return Minutes.last(minute);
  }
}
