package dev.tally.truth.generate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Determines the touch that earns credit for an order by examining every touch of the order's user
 * and store.
 *
 * <p>The rule is implemented again here on purpose, so that the truth does not depend on the code
 * under test. A click takes precedence over an impression; then the later touch wins, then the
 * larger fingerprint, then the larger event id. A touch can earn credit for an order from its own
 * time until the end of its window, inclusive, if its campaign is active. The campaign version at
 * the order's time determines window and activity.
 */
final class OrderOracle {
  /** The result if no touch earns credit for the order. */
  static final int NO_TOUCH = -1;

  private final OrderPlan plan;
  private final Touches touches;
  private final PlannedCampaigns campaigns;
  private final Comparator<Integer> byTime;
  private final Comparator<Integer> byClaim;

  OrderOracle(OrderPlan plan, Touches touches, PlannedCampaigns campaigns) {
    this.plan = plan;
    this.touches = touches;
    this.campaigns = campaigns;
    byTime = Comparator.comparing(touches::isClick).thenComparing(touches::time);
    byClaim = byTime.thenComparing(touches::fingerprint).thenComparing(touches::id);
  }

  /**
   * Returns the touch that earns credit for the order if it is not cancelled, or {@link #NO_TOUCH}.
   */
  int creditedTouch(PlannedOrder order) {
    return claims(order).boxed().max(byClaim).orElse(NO_TOUCH);
  }

  /**
   * Returns true if another touch has the same type and time as the credited one, so that only the
   * event ids decide.
   */
  boolean isTied(PlannedOrder order, int creditedTouch) {
    return claims(order).anyMatch(t -> t != creditedTouch && byTime.compare(t, creditedTouch) == 0);
  }

  /** Returns true if the order was placed exactly at the end of the credited touch's window. */
  boolean isAtItsEdge(PlannedOrder order, int creditedTouch) {
    return order.time() - touches.time(creditedTouch) == windowAt(creditedTouch, order);
  }

  /**
   * Returns true if the order was placed this long after the end of some touch's window, under the
   * campaign version that applies.
   */
  boolean hasTouchAt(PlannedOrder order, long millisPastWindow) {
    return before(order)
        .anyMatch(t -> order.time() - touches.time(t) - windowAt(t, order) == millisPastWindow);
  }

  /** Returns the touch that would earn credit for the order if there were no campaign versions. */
  int creditedTouchWithoutCampaigns(PlannedOrder order) {
    return before(order)
        .filter(t -> order.time() - touches.time(t) <= window(t, null))
        .boxed()
        .max(byClaim)
        .orElse(NO_TOUCH);
  }

  private IntStream claims(PlannedOrder order) {
    return before(order).filter(t -> order.time() - touches.time(t) <= windowAt(t, order));
  }

  private IntStream before(PlannedOrder order) {
    return Arrays.stream(touches.of(order.user(), order.store()))
        .filter(touch -> touches.time(touch) <= order.time());
  }

  /**
   * Returns the window of a touch in ms, or a negative number, which excludes every order, if its
   * campaign is inactive.
   */
  private long windowAt(int touch, PlannedOrder order) {
    PlannedCampaignVersion applicable = campaigns.at(touches.campaign(touch), order.time());
    return applicable == null || applicable.active() ? window(touch, applicable) : -1;
  }

  private long window(int touch, @Nullable PlannedCampaignVersion applicable) {
    if (applicable == null) {
      return (touches.isClick(touch) ? plan.clickWindow() : plan.viewWindow()).toMillis();
    }
    return touches.isClick(touch) ? applicable.clickWindow() : applicable.viewWindow();
  }
}
