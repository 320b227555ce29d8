package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which clicks of one user on one ad are repeats: those with another one within the double-click
 * window before them, a click exactly the window before included. Of two clicks at one time the one
 * with the smaller event id counts as the earlier.
 *
 * <p>Clicks may come in any order. A click that comes is a repeat itself, or makes the one after it
 * a repeat, or both; it changes no other. A repeat never becomes a single click again. So which
 * clicks are repeats in the end is a function of the set of clicks, and each becomes one once.
 *
 * <p>Time is cut into slices of the window and a millisecond: the longest in which any two clicks
 * lie within the window of each other. Clicks that do are then in one slice or in two that follow
 * each other.
 *
 * @param window the double-click window, longer than zero
 */
record RepeatRule(Duration window) implements Serializable {
  /** A click that has become a repeat. */
  record Repeat(MetricKey key, Instant time) {}

  /**
   * What a click changed.
   *
   * @param slice its slice, with it
   * @param next the slice after that, null if there is none
   * @param repeats the clicks that have become repeats, none, one or two
   */
  record Change(ClickSlice slice, @Nullable ClickSlice next, List<Repeat> repeats) {}

  /** The number of the slice that a time lies in. */
  long sliceOf(Instant time) {
    return Math.floorDiv(time.getMillis(), window.getMillis() + 1);
  }

  /** The last event time of a click to which the clicks of a slice may matter. */
  Instant reachOf(ClickSlice slice) {
    return slice.last().plus(window);
  }

  /**
   * Adds a click that was not added before.
   *
   * @param before the slice before that of the click, null if no click is in it
   * @param same the slice of the click
   * @param next the slice after it
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

  /** The slice with the click in it: whichever is not the first of both is a repeat. */
  private static ClickSlice join(AdEvent click, @Nullable ClickSlice same, List<Repeat> repeats) {
    if (same == null) {
      return ClickSlice.of(click);
    }
    if (same.startsAfter(click)) {
      repeated(same, repeats);
      return same.withFirst(click);
    }
    repeats.add(new Repeat(MetricKey.of(click), click.getEventTime()));
    return same.reaching(click.getEventTime());
  }

  /** The later slice, with its first click a repeat if the earlier one reaches it. */
  private ClickSlice following(
      @Nullable ClickSlice earlier, ClickSlice later, List<Repeat> repeats) {
    boolean reached = earlier != null && !reachOf(earlier).isBefore(later.first());
    return reached ? repeated(later, repeats) : later;
  }

  /** The slice with its first click a repeat, which it may have been before. */
  private static ClickSlice repeated(ClickSlice slice, List<Repeat> repeats) {
    MetricKey single = slice.single();
    if (single == null) {
      return slice;
    }
    repeats.add(new Repeat(single, slice.first()));
    return slice.withFirstRepeated();
  }
}
