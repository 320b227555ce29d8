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
 * Selects the touches to consider for an order, from the latest to the earliest: under last touch
 * the latest touch of each rank, under the other models every touch, and at most {@code maxTouches}
 * per type.
 */
final class Ranks {
  private final AttributionRules rules;
  private final Instant orderTime;
  private final boolean ranked;
  private final Set<String> clickedCampaigns = new HashSet<>();
  private final Set<String> viewedCampaigns = new HashSet<>();
  private final Set<Long> seen = new HashSet<>();
  private final List<Touch> unhashed = new ArrayList<>();
  private final Map<Boolean, Integer> selected = new HashMap<>();
  private final List<Touch> found = new ArrayList<>();

  Ranks(AttributionRules rules, Instant orderTime) {
    this.rules = rules;
    this.orderTime = orderTime;
    ranked = rules.strategy() == Strategy.LAST_TOUCH;
  }

  /**
   * Returns true if a block may have a touch of a rank that was not seen yet, and {@code
   * maxTouches} of its type are not reached.
   */
  boolean wantsAnyOf(Directory.Entry<Touch> entry) {
    unhashed.forEach(touch -> seen.add(TouchOrder.rank(touch)));
    unhashed.clear();
    for (long rank : entry.facts().ranks()) {
      if (!seen.contains(rank) && !isFull(TouchOrder.isOfClicks(rank))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Selects a touch if it may earn credit for the order and no later touch of its rank was seen.
   */
  void add(Touch touch) {
    if (!touch.time().isAfter(orderTime) && select(touch)) {
      found.add(touch);
    }
  }

  /**
   * Selects a touch that happened at the order time or before, if the rules allow it. Returns true
   * if the touch was selected.
   */
  boolean select(Touch touch) {
    if (ranked && !isFirstOfRank(touch)) {
      return false;
    }
    return rules.mayEarn(touch, orderTime)
        && selected.merge(touch.isClick(), 1, Integer::sum) <= rules.maxTouches();
  }

  private boolean isFirstOfRank(Touch touch) {
    Set<String> campaigns = touch.isClick() ? clickedCampaigns : viewedCampaigns;
    if (!campaigns.add(touch.campaignId())) {
      return false;
    }
    unhashed.add(touch); // Its rank is only needed if there are several blocks.
    return true;
  }

  private boolean isFull(boolean clicks) {
    return selected.getOrDefault(clicks, 0) >= rules.maxTouches();
  }

  /** Returns the selected touches, earliest first. */
  List<Touch> found() {
    List<Touch> earlierFirst = new ArrayList<>(found);
    Collections.reverse(earlierFirst);
    return List.copyOf(earlierFirst);
  }
}
