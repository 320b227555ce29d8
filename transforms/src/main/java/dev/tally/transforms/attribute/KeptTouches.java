package dev.tally.transforms.attribute;

import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The touches of one user at one store that can still win.
 *
 * <p>An order that is not decided for ever was placed at the watermark − {@code maxEventAge} or
 * later. So a touch is of no use any more when its longest window has passed by then. Under {@link
 * Strategy#LAST_TOUCH} it is of no use either when a later touch of its campaign and type had
 * happened by then: that one is eligible wherever this one is, and wins.
 */
final class KeptTouches {
  private static final long SWEEPS_PER_AGE = 8;
  private static final long MIN_SWEEP_MILLIS = 60_000;

  private final AttributionRules rules;
  private final List<Touch> touches;

  KeptTouches(AttributionRules rules, Iterable<Touch> touches) {
    this.rules = rules;
    this.touches = StreamSupport.stream(touches.spliterator(), false).distinct().toList();
  }

  /** Touches of one campaign and type: under LAST_TOUCH only the latest of them can win. */
  private record Rank(String campaignId, EventType type) {
    static Rank of(Touch touch) {
      return new Rank(touch.campaignId(), touch.type());
    }
  }

  /** Those that may earn an order of this time, under some campaign. */
  List<Touch> thatMayEarn(Instant orderTime) {
    Predicate<Touch> mayEarn = touch -> rules.mayEarn(touch, orderTime);
    return rules.strategy() == Strategy.LAST_TOUCH
        ? List.copyOf(latest(mayEarn).values())
        : touches.stream().filter(mayEarn).sorted(Touch.BY_TIME).toList();
  }

  /** Those that can still win when the watermark is here. */
  List<Touch> at(Instant watermark) {
    Instant oldestOrder = watermark.minus(rules.maxEventAge());
    Stream<Touch> kept =
        touches.stream().filter(t -> !t.time().plus(rules.longestWindow(t)).isBefore(oldestOrder));
    if (rules.strategy() == Strategy.LAST_TOUCH) {
      Map<Rank, Touch> latest = latest(touch -> !touch.time().isAfter(oldestOrder));
      kept = kept.filter(t -> !isBehind(t, latest.get(Rank.of(t))));
    }
    return kept.toList();
  }

  /** The next watermark at which {@link #at} gives less; null if these touches end here. */
  @Nullable Instant nextSweep() {
    Collection<Instant> useless = new ArrayList<>();
    Map<Rank, Touch> earliest = new HashMap<>();
    touches.forEach(t -> earliest.merge(Rank.of(t), t, KeptTouches::earlier));
    for (Touch touch : touches) {
      useless.add(touch.time().plus(rules.longestWindow(touch)));
      if (rules.strategy() == Strategy.LAST_TOUCH && !touch.equals(earliest.get(Rank.of(touch)))) {
        useless.add(touch.time()); // Then it makes the earlier ones useless.
      }
    }
    return useless.stream()
        .min(Instant::compareTo)
        .map(time -> sweepAfter(rules, time))
        .orElse(null);
  }

  /**
   * When what happened at some time can first be of no use: {@code maxEventAge} after it, rounded
   * up so that touches that are near in time are swept at once.
   */
  static Instant sweepAfter(AttributionRules rules, Instant time) {
    long step = Math.max(rules.maxEventAge().getMillis() / SWEEPS_PER_AGE, MIN_SWEEP_MILLIS);
    long useless = time.getMillis() + rules.maxEventAge().getMillis();
    return Instant.ofEpochMilli((Math.floorDiv(useless, step) + 1) * step);
  }

  private Map<Rank, Touch> latest(Predicate<Touch> those) {
    Map<Rank, Touch> latest = new HashMap<>();
    touches.stream()
        .filter(those)
        .forEach(t -> latest.merge(Rank.of(t), t, (a, b) -> earlier(a, b).equals(a) ? b : a));
    return latest;
  }

  private static boolean isBehind(Touch touch, @Nullable Touch latest) {
    return latest != null && Touch.BY_TIME.compare(touch, latest) < 0;
  }

  private static Touch earlier(Touch a, Touch b) {
    return Touch.BY_TIME.compare(a, b) <= 0 ? a : b;
  }
}
