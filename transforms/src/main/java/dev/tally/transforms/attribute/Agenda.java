package dev.tally.transforms.attribute;

import java.util.SortedMap;
import java.util.TreeMap;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An {@code Agenda} lists when the keys of a bucket need attention, see {@link BucketAgenda}.
 *
 * @param due the blocks of keys with orders that are due or reviewed, by time
 * @param sweeps for each time at which keys are swept, the number of pages of keys
 * @param dueTimer the time for which the timer for due orders is set; null if it is not set
 * @param sweepTimer the time for which the timer for sweeps is set; null if it is not set
 */
record Agenda(
    Directory<DueKey> due,
    SortedMap<Instant, Integer> sweeps,
    @Nullable Instant dueTimer,
    @Nullable Instant sweepTimer) {
  static final Agenda EMPTY = new Agenda(Directory.empty(), new TreeMap<>(), null, null);

  boolean isEmpty() {
    return due.entries().isEmpty() && sweeps.isEmpty() && dueTimer == null && sweepTimer == null;
  }
}
