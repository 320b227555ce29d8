package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.joda.time.Instant;

/**
 * Selects touches from the latest to the earliest: by last touch the latest of each rank, by the
 * other models each; at most {@code maxTouches} of a type.
 */
final class Ranks {
  private final AttributionRules rules;
  private final Instant orderTime;
  private final boolean ranked;
  private final Set<Long> seen = new HashSet<>();
  private final Map<Boolean, Integer> selected = new HashMap<>();
  private final List<Touch> found = new ArrayList<>();

  Ranks(AttributionRules rules, Instant orderTime) {
    this.rules = rules;
    this.orderTime = orderTime;
    ranked = rules.strategy() == Strategy.LAST_TOUCH;
  }

  /** Whether a block may have a touch of a rank that was not met yet. */
  boolean wantsAnyOf(Directory.Entry<Touch> entry) {
    for (long rank : entry.facts().ranks()) {
      if (!seen.contains(rank) && !isFull(TouchOrder.isOfClicks(rank))) {
        return true;
      }
    }
    return false;
  }

  /** Selects a touch if it may earn the order and no later one of its rank was met. */
  void add(Touch touch) {
    if (!touch.time().isAfter(orderTime) && keeps(touch)) {
      found.add(touch);
    }
  }

  /** Whether a touch before the order is selected. */
  boolean keeps(Touch touch) {
    if (ranked && !seen.add(TouchOrder.rank(touch))) {
      return false;
    }
    return rules.mayEarn(touch, orderTime)
        && selected.merge(touch.isClick(), 1, Integer::sum) <= rules.maxTouches();
  }

  private boolean isFull(boolean clicks) {
    return selected.getOrDefault(clicks, 0) >= rules.maxTouches();
  }

  /** What was selected, earlier first. */
  List<Touch> found() {
    List<Touch> earlierFirst = new ArrayList<>(found);
    Collections.reverse(earlierFirst);
    return List.copyOf(earlierFirst);
  }
}
