package dev.tally.transforms.reach;

import dev.tally.transforms.model.UserSketch;
import org.joda.time.Instant;

/**
 * A {@code ReachHead} is what is known of a set without reading its sketch.
 *
 * @param limit the {@link UserSketch#limit} of the merged sketch: a user above it changes nothing
 * @param merged the number of hashes in the merged sketch
 * @param pending the number of hashes that wait to be merged
 * @param emitted the revision of the last record; -1 if there is none
 * @param brokerTime the latest broker time of the events that could change the sketch
 * @param scheduled whether the timer of the next record is set
 */
record ReachHead(
    UserSketch limit,
    long merged,
    long pending,
    long emitted,
    Instant brokerTime,
    boolean scheduled) {
  /** The head of a set without users. */
  static final ReachHead EMPTY =
      new ReachHead(UserSketch.EMPTY, 0, 0, -1, Instant.ofEpochMilli(Long.MIN_VALUE), false);

  /** The minimum number of pending hashes that are merged before the next record is due. */
  private static final long LEAST_MERGED = 1_024;

  /** Returns true if there was no user yet. */
  boolean isEmpty() {
    return merged == 0 && pending == 0;
  }

  /** Returns the head after these users, which were limited by {@link #limit}, became pending. */
  ReachHead plus(SeenUsers more) {
    Instant latest = more.brokerTime().isAfter(brokerTime) ? more.brokerTime() : brokerTime;
    return new ReachHead(
        limit, merged, pending + more.users().hashes(), emitted, latest, /* scheduled= */ true);
  }

  /**
   * Returns true if the pending hashes should be merged: when they are as many as those in the
   * sketch, so that on average each hash is read and written a constant number of times.
   */
  boolean isMergeDue() {
    return pending >= Math.max(LEAST_MERGED, merged);
  }

  ReachHead withMerged(UserSketch users) {
    return new ReachHead(users.limit(), users.hashes(), 0, emitted, brokerTime, scheduled);
  }

  /** Returns the head after a record with this revision, or none because it is the same. */
  ReachHead withEmitted(long revision) {
    return new ReachHead(limit, merged, pending, revision, brokerTime, /* scheduled= */ false);
  }
}
