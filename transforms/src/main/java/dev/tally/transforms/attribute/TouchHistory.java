package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code TouchHistory} holds the touches of one user at one store that can still be credited: a
 * view of the state of the key.
 *
 * <p>An order that can still change has an order time of the watermark − {@code maxEventAge} or
 * later. Of the touches before that time, only those are kept that such an order would consider:
 * under last touch the latest touch of each campaign and type, under the other models the latest
 * {@code maxTouches} of each type, and never a touch whose longest window has passed. Touches after
 * that time are all kept, but at most {@link #MAX_AN_HOUR} per hour, the earliest ones. This bounds
 * the state of one key.
 *
 * <p>An order reads the blocks that contain the touches that are considered for it, and the two
 * blocks in which its windows begin. At most {@code maxTouches} touches of each type are
 * considered, and at most one block is read for each of them.
 *
 * @param forgotten the number of forgotten touches; only used by the models other than last touch
 * @param leftOut called for each touch beyond {@link #MAX_AN_HOUR} of its hour
 */
record TouchHistory(
    AttributionRules rules,
    SortedBlocks<Touch> touches,
    StateCell<HourCounts> forgotten,
    Runnable leftOut) {
  /** The maximum number of touches that count per clock hour (UTC): the earliest ones. */
  static final int MAX_AN_HOUR = 50_000;

  /**
   * Adds a touch. Returns false if it is already present, or if its hour already has {@link
   * #MAX_AN_HOUR} touches before it.
   */
  boolean add(Touch touch) {
    Instant start = HourCounts.startOf(HourCounts.hour(touch.time()));
    Instant end = start.plus(Duration.standardHours(1));
    if (!isSmall() && isFull(start, end)) {
      List<Touch> hour = touches.range(t -> t.time().isBefore(start), t -> t.time().isBefore(end));
      if (hour.size() >= MAX_AN_HOUR) {
        Touch last = hour.get(hour.size() - 1);
        if (Touch.BY_TIME.compare(touch, last) > 0) {
          leftOut.run();
          return false;
        }
        if (!touches.add(touch)) {
          return false;
        }
        touches.remove(last);
        leftOut.run();
        return true;
      }
    }
    return touches.add(touch);
  }

  /**
   * Returns true if an hour may have {@link #MAX_AN_HOUR} touches, judged by the sizes of its
   * blocks. It does not read the blocks.
   */
  private boolean isFull(Instant start, Instant end) {
    int last = touches.lastIndex(t -> t.time().isBefore(end));
    long size = 0;
    for (int i = Math.max(0, touches.lastIndex(t -> t.time().isBefore(start))); i <= last; i++) {
      size += touches.entries().get(i).size();
    }
    return size >= MAX_AN_HOUR;
  }

  /** Returns true if all touches are in one block. */
  boolean isSmall() {
    return touches.entries().size() <= 1;
  }

  /**
   * Returns the touches that may earn credit for an order at this time under some campaign version.
   */
  Candidates before(Instant orderTime) {
    List<Touch> found =
        rules.strategy() == Strategy.LAST_TOUCH ? lastOfRanks(orderTime) : latest(orderTime);
    long total = rules.strategy() == Strategy.LAST_TOUCH ? found.size() : count(orderTime);
    return new Candidates(found, Math.max(total, found.size()));
  }

  private List<Touch> lastOfRanks(Instant orderTime) {
    Ranks ranks = new Ranks(rules, orderTime);
    for (int i = lastBlock(orderTime); i >= 0 && isWithin(i, orderTime); i--) {
      Directory.Entry<Touch> entry = touches.entries().get(i);
      if (isSmall() || ranks.wantsAnyOf(entry)) {
        List<Touch> block = touches.read(entry);
        for (int j = block.size() - 1; j >= 0; j--) {
          ranks.add(block.get(j));
        }
      }
    }
    return ranks.found();
  }

  private List<Touch> latest(Instant orderTime) {
    List<Touch> found = new ArrayList<>();
    for (int i = lastBlock(orderTime); i >= 0 && isWithin(i, orderTime); i--) {
      List<Touch> block = touches.read(touches.entries().get(i));
      for (int j = block.size() - 1; j >= 0; j--) {
        if (rules.mayEarn(block.get(j), orderTime)) {
          found.add(block.get(j));
          if (found.size() == rules.maxTouches()) {
            Collections.reverse(found);
            return List.copyOf(found);
          }
        }
      }
    }
    Collections.reverse(found);
    return List.copyOf(found);
  }

  private int lastBlock(Instant orderTime) {
    return touches.lastIndex(t -> !t.time().isAfter(orderTime));
  }

  /** Returns true if a block may have touches within the longer window. */
  private boolean isWithin(int index, Instant orderTime) {
    List<Directory.Entry<Touch>> entries = touches.entries();
    return index + 1 >= entries.size()
        || !entries.get(index + 1).first().time().isBefore(orderTime.minus(rules.longestWindow()));
  }

  private long count(Instant orderTime) {
    HourCounts before = HourCounts.copyOf(forgotten.read());
    long clicks = HourCounts.hour(orderTime.minus(rules.clickWindow()));
    long impressions = HourCounts.hour(orderTime.minus(rules.viewWindow()));
    return before.since(clicks, true)
        + before.since(impressions, false)
        + kept(HourCounts.startOf(clicks), orderTime, true)
        + kept(HourCounts.startOf(impressions), orderTime, false);
  }

  /** Returns how many touches of a type are kept between two times, inclusive. */
  private long kept(Instant from, Instant to, boolean clicks) {
    long count = 0;
    int first = Math.max(0, touches.lastIndex(t -> t.time().isBefore(from)));
    int last = lastBlock(to);
    for (int i = first; i <= last; i++) {
      Directory.Entry<Touch> entry = touches.entries().get(i);
      boolean whole = i < last && !entry.first().time().isBefore(from);
      if (whole) {
        count += clicks ? entry.facts().clicks() : entry.size() - entry.facts().clicks();
      } else {
        count +=
            touches.read(entry).stream()
                .filter(t -> t.isClick() == clicks)
                .filter(t -> !t.time().isBefore(from) && !t.time().isAfter(to))
                .count();
      }
    }
    return count;
  }

  /**
   * Forgets the touches that no order at this time or later would consider, and returns their
   * number.
   */
  int forgetBefore(Instant oldestOrder) {
    int count = touches.lastIndex(t -> !t.time().isAfter(oldestOrder)) + 1;
    List<Touch> kept = new ArrayList<>();
    List<Touch> forgettable = new ArrayList<>();
    Ranks ranks = new Ranks(rules, oldestOrder);
    for (int i = count - 1; i >= 0; i--) {
      List<Touch> block = touches.read(touches.entries().get(i));
      for (int j = block.size() - 1; j >= 0; j--) {
        Touch touch = block.get(j);
        boolean keep = touch.time().isAfter(oldestOrder) || ranks.select(touch);
        (keep ? kept : forgettable).add(touch);
      }
    }
    if (!forgettable.isEmpty()) {
      Collections.reverse(kept);
      touches.replaceFirst(count, kept);
    }
    countForgotten(forgettable, oldestOrder);
    return forgettable.size();
  }

  private void countForgotten(List<Touch> forgettable, Instant oldestOrder) {
    if (rules.strategy() == Strategy.LAST_TOUCH) {
      return;
    }
    HourCounts counts = HourCounts.copyOf(forgotten.read());
    forgettable.forEach(counts::add);
    boolean less =
        counts.forgetBefore(
            HourCounts.hour(oldestOrder.minus(rules.clickWindow())),
            HourCounts.hour(oldestOrder.minus(rules.viewWindow())));
    if (counts.isEmpty()) {
      forgotten.clear();
    } else if (less || !forgettable.isEmpty()) {
      forgotten.write(counts);
    }
  }

  /**
   * Returns the earliest order time, later than this one, for which touches should be forgotten;
   * null if nothing is held. Few touches are forgotten when a window has passed, many touches
   * already when later ones have replaced them.
   */
  @Nullable Instant nextToForget(Instant oldestOrder) {
    Instant earliest = null;
    if (!isSmall()) {
      Touch next = touches.firstAfter(t -> !t.time().isAfter(oldestOrder));
      earliest = next == null ? null : next.time();
    }
    int last = isSmall() ? touches.entries().size() - 1 : lastBlock(oldestOrder);
    for (int i = 0; i <= last; i++) {
      for (Touch touch : touches.read(touches.entries().get(i))) {
        if (isSmall() || !touch.time().isAfter(oldestOrder)) {
          earliest = earlier(earliest, touch.time().plus(rules.longestWindow(touch)));
        }
      }
    }
    return rules.strategy() == Strategy.LAST_TOUCH ? earliest : earlier(earliest, nextHour());
  }

  /** Returns when the window of the first hour of forgotten touches has passed. */
  private @Nullable Instant nextHour() {
    HourCounts counts = HourCounts.copyOf(forgotten.read());
    return earlier(
        end(counts.clicks(), rules.clickWindow()), end(counts.impressions(), rules.viewWindow()));
  }

  private static @Nullable Instant end(NavigableMap<Long, Long> hours, Duration window) {
    return hours.isEmpty() ? null : HourCounts.startOf(hours.firstKey() + 1).plus(window);
  }

  private static @Nullable Instant earlier(@Nullable Instant left, @Nullable Instant right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return right.isBefore(left) ? right : left;
  }
}
