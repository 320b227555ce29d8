package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code Late} is the time range of the orders that late touches may have changed.
 *
 * @param from the earliest time of such an order
 * @param to the latest time of such an order
 */
record Late(Instant from, Instant to) {
  /** Returns the range extended to the orders for which one more touch may earn credit. */
  static Late and(@Nullable Late before, Touch touch, Duration window) {
    Instant end = touch.time().plus(window);
    return before == null
        ? new Late(touch.time(), end)
        : new Late(
            touch.time().isBefore(before.from) ? touch.time() : before.from,
            end.isAfter(before.to) ? end : before.to);
  }
}
