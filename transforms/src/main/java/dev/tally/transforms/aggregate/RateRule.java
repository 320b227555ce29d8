package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.PlaceholderIds;
import java.io.Serializable;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/**
 * Determines which clicks are invalid because their user has more than {@code maxClicks} clicks in
 * one UTC hour of event time: all clicks of this user and hour. Also determines, for these users,
 * which repeats are invalid, so that each click is counted once.
 *
 * <p>Clicks and notices of repeats may arrive in any order. Up to the limit, a notice counts its
 * click as invalid, and the other clicks are pending. When the limit is exceeded, all pending
 * clicks become invalid; from then on each click does when it arrives, and notices have no effect.
 * A notice that has counted a click before this click arrived leaves a negative number of pending
 * clicks in its row, which later clicks of the row compensate. A click that is invalid by itself
 * was already counted as invalid; it only counts towards the limit.
 *
 * @param maxClicks 0 for no limit
 * @param placeholders user ids that identify no user, to whose clicks no limit applies
 */
record RateRule(int maxClicks, PlaceholderIds placeholders) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No limit. */
  static final RateRule OFF = new RateRule(0, PlaceholderIds.standard());

  /** What is remembered of the clicks of one user and hour. */
  interface Hour {
    /** The number of clicks of a user who has exceeded the limit. */
    long EXCEEDED = -1;

    /** Returns the number of clicks, or {@link #EXCEEDED}. */
    long clicks();

    void setClicks(long clicks);

    /** Returns the number of clicks of a row that are not invalid yet. */
    long pending(MinuteKey row);

    /** Sets the number of clicks of a row that are not invalid yet; 0 forgets the row. */
    void setPending(MinuteKey row, long clicks);

    /** Returns a copy of all numbers of pending clicks that are not 0. */
    Map<MinuteKey, Long> allPending();
  }

  boolean isOn() {
    return maxClicks > 0;
  }

  /** Returns true if there is a limit for the clicks of a user. */
  boolean appliesTo(String userId) {
    return isOn() && !placeholders.contains(userId);
  }

  /**
   * Returns what a repeat adds to its row. If a limit applies to its user, {@link #add} determines
   * whether it is invalid; a click that is invalid by itself is already counted as invalid.
   */
  Counts countsOf(String userId, UserClick repeat) {
    return repeat.kind() == UserClick.Kind.INVALID_REPEAT || appliesTo(userId)
        ? Counts.ofRepeatOnly(repeat.brokerTime())
        : Counts.ofRepeat(repeat.brokerTime());
  }

  /**
   * Adds a click or a notice.
   *
   * @param invalid accepts the number of clicks of a row that have become invalid
   */
  void add(UserClick click, Hour hour, ObjLongConsumer<MinuteKey> invalid) {
    if (hour.clicks() == Hour.EXCEEDED) {
      addBeyondLimit(click, hour, invalid);
      return;
    }
    switch (click.kind()) {
      case CLICK -> {
        hour.setPending(click.row(), hour.pending(click.row()) + 1);
        count(hour, invalid);
      }
      case INVALID_CLICK -> count(hour, invalid);
      case REPEAT -> {
        hour.setPending(click.row(), hour.pending(click.row()) - 1);
        invalid.accept(click.row(), 1);
      }
      case INVALID_REPEAT -> {}
    }
  }

  private void count(Hour hour, ObjLongConsumer<MinuteKey> invalid) {
    long clicks = hour.clicks() + 1;
    if (clicks <= maxClicks) {
      hour.setClicks(clicks);
      return;
    }
    hour.setClicks(Hour.EXCEEDED);
    hour.allPending()
        .forEach(
            (row, pending) -> {
              if (pending > 0) {
                invalid.accept(row, pending);
                hour.setPending(row, 0);
              }
            });
  }

  private static void addBeyondLimit(
      UserClick click, Hour hour, ObjLongConsumer<MinuteKey> invalid) {
    if (click.kind() != UserClick.Kind.CLICK) {
      return;
    }
    long pending = hour.pending(click.row());
    if (pending < 0) {
      hour.setPending(click.row(), pending + 1);
    } else {
      invalid.accept(click.row(), 1);
    }
  }
}
