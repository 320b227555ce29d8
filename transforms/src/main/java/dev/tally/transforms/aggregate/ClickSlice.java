package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that need be known of the clicks of one user on one ad in one slice of time, however many
 * they are.
 *
 * <p>Any two of them lie within the double-click window of each other. So all but the first are
 * repeats, and only the last can make a click of the next slice one.
 *
 * @param first when the first happened; of two at one time the one with the smaller event id
 * @param firstId the event id of the first
 * @param single what the first counts for as long as it is no repeat; null from when it is one
 * @param last when the last happened
 */
record ClickSlice(Instant first, String firstId, @Nullable MetricKey single, Instant last) {
  static ClickSlice of(AdEvent click) {
    Instant time = click.getEventTime();
    return new ClickSlice(time, click.getEventId(), MetricKey.of(click), time);
  }

  boolean startsAfter(AdEvent click) {
    int byTime = first.compareTo(click.getEventTime());
    return byTime > 0 || (byTime == 0 && firstId.compareTo(click.getEventId()) > 0);
  }

  ClickSlice withFirst(AdEvent click) {
    return new ClickSlice(click.getEventTime(), click.getEventId(), MetricKey.of(click), last);
  }

  ClickSlice withFirstRepeated() {
    return new ClickSlice(first, firstId, null, last);
  }

  ClickSlice reaching(Instant time) {
    return time.isAfter(last) ? new ClickSlice(first, firstId, single, time) : this;
  }
}
