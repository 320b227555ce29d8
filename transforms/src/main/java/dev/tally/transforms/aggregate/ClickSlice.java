package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code ClickSlice} summarizes the clicks of one user on one ad in one slice of time. Its size
 * does not depend on the number of clicks.
 *
 * <p>Any two of these clicks are within the double-click window of each other. So all clicks but
 * the first are repeats, and only the last click can make a click of the next slice a repeat.
 *
 * @param first the time of the first click; of two clicks at the same time, the one with the
 *     smaller event id is the first
 * @param firstId the event id of the first click
 * @param single the key under which the first click is counted; null if that click is a repeat
 * @param invalid whether the first click is invalid by itself; false if it is a repeat
 * @param last the time of the last click
 */
record ClickSlice(
    Instant first, String firstId, @Nullable MetricKey single, boolean invalid, Instant last) {
  static ClickSlice of(AdEvent click) {
    Instant time = click.getEventTime();
    return new ClickSlice(time, click.getEventId(), MetricKey.of(click), click.isInvalid(), time);
  }

  boolean startsAfter(AdEvent click) {
    int byTime = first.compareTo(click.getEventTime());
    return byTime > 0 || (byTime == 0 && firstId.compareTo(click.getEventId()) > 0);
  }

  ClickSlice withFirst(AdEvent click) {
    return of(click).reaching(last);
  }

  ClickSlice withFirstRepeated() {
    return new ClickSlice(first, firstId, null, false, last);
  }

  ClickSlice reaching(Instant time) {
    return time.isAfter(last) ? new ClickSlice(first, firstId, single, invalid, time) : this;
  }
}
