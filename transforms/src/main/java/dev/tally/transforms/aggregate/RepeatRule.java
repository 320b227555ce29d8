package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Minutes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Determines which clicks of one user on one ad are repeats: those that have another click within
 * the double-click window before them, inclusive. Of two clicks at the same time, the one with the
 * smaller event id counts as the earlier one.
 *
 * <p>Clicks may arrive in any order. An arriving click is a repeat itself, or makes the click after
 * it a repeat, or both, or neither; it changes no other click. A repeat never becomes a single
 * click again. The final set of repeats is therefore a function of the set of clicks, and each
 * click becomes a repeat at most once.
 *
 * <p>Time is divided into slices. A slice has {@code window + 1} milliseconds. Times are whole
 * milliseconds, so two clicks in one slice are at most the window apart. A longer slice would not
 * guarantee that. Two clicks that are at most the window apart are in the same slice or in two
 * consecutive ones.
 *
 * @param window the double-click window, longer than zero
 */
record RepeatRule(Duration window) implements Serializable {
  /**
   * A click that has become a repeat.
   *
   * @param invalid whether it is invalid by itself
   */
  record Repeat(MetricKey key, Instant time, boolean invalid) {
    /** Returns the row in which the click is counted. */
    MinuteKey row() {
      return new MinuteKey(key, Minutes.of(time));
    }
  }

  /**
   * The result of adding a click.
   *
   * @param slice the slice of the click, which now includes it
   * @param next the slice after it; null if that one has no click
   * @param repeats the clicks that have become repeats: none, one or two
   */
  record Change(ClickSlice slice, @Nullable ClickSlice next, List<Repeat> repeats) {}

  /** Returns the number of the slice that contains a time. */
  long sliceOf(Instant time) {
    return Math.floorDiv(time.getMillis(), window.getMillis() + 1);
  }

  /**
   * Returns the latest event time at which a click is a repeat because of the clicks of a slice.
   */
  Instant reachOf(ClickSlice slice) {
    return slice.last().plus(window);
  }

  /**
   * Adds a click that was not added before.
   *
   * @param before the slice before that of the click; null if it has no click
   * @param same the slice of the click; null if it has no click yet
   * @param next the slice after that of the click; null if it has no click
   */
  Change add(
      AdEvent click,
      @Nullable ClickSlice before,
      @Nullable ClickSlice same,
      @Nullable ClickSlice next) {
    List<Repeat> repeats = new ArrayList<>();
    ClickSlice slice = following(before, join(click, same, repeats), repeats);
    return new Change(slice, next == null ? null : following(slice, next, repeats), repeats);
  }

  /**
   * Returns the slice with the click added. Of the click and the slice's first click, the later one
   * becomes a repeat.
   */
  private static ClickSlice join(AdEvent click, @Nullable ClickSlice same, List<Repeat> repeats) {
    if (same == null) {
      return ClickSlice.of(click);
    }
    if (same.startsAfter(click)) {
      repeated(same, repeats);
      return same.withFirst(click);
    }
    repeats.add(new Repeat(MetricKey.of(click), click.getEventTime(), click.isInvalid()));
    return same.reaching(click.getEventTime());
  }

  /**
   * Returns the later slice. Its first click becomes a repeat if it is within the window of the
   * earlier slice's last click.
   */
  private ClickSlice following(
      @Nullable ClickSlice earlier, ClickSlice later, List<Repeat> repeats) {
    boolean reached = earlier != null && !reachOf(earlier).isBefore(later.first());
    return reached ? repeated(later, repeats) : later;
  }

  /** Returns the slice with its first click marked as a repeat, which it may already have been. */
  private static ClickSlice repeated(ClickSlice slice, List<Repeat> repeats) {
    MetricKey single = slice.single();
    if (single == null) {
      return slice;
    }
    repeats.add(new Repeat(single, slice.first(), slice.invalid()));
    return slice.withFirstRepeated();
  }
}
