package dev.tally.generate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Who earns an order, by a look at every touch of its user and store.
 *
 * <p>The rule is written down here again on purpose: the truth owes nothing to the code that it
 * judges. A click beats an impression; then the later touch, the larger fingerprint, the larger id.
 * A touch counts from its own time until its window has passed, that moment included, if its
 * campaign is active; window and activity are those that hold at the order's time.
 */
final class OrderOracle {
  /** Nobody earns it. */
  static final int NOBODY = -1;

  private final OrderPlan plan;
  private final Touches touches;
  private final Campaigns campaigns;
  private final Comparator<Integer> byTime;
  private final Comparator<Integer> byClaim;

  OrderOracle(OrderPlan plan, Touches touches, Campaigns campaigns) {
    this.plan = plan;
    this.touches = touches;
    this.campaigns = campaigns;
    byTime = Comparator.comparing(touches::isClick).thenComparing(touches::time);
    byClaim = byTime.thenComparing(touches::fingerprint).thenComparing(touches::id);
  }

  /** The touch that earns the order while it is not cancelled, or {@link #NOBODY}. */
  int earner(PlannedOrder order) {
    return claims(order).boxed().max(byClaim).orElse(NOBODY);
  }

  /** Whether another touch has the same claim, but for its id. */
  boolean isTied(PlannedOrder order, int earner) {
    return claims(order).anyMatch(t -> t != earner && byTime.compare(t, earner) == 0);
  }

  /** Whether the window of the touch that earns it ended when it was placed. */
  boolean isAtItsEdge(PlannedOrder order, int earner) {
    return order.time() - touches.time(earner) == windowAt(earner, order);
  }

  /** Whether some touch is so long after its window's end, under the campaign that holds. */
  boolean hasTouchAt(PlannedOrder order, long millisPastWindow) {
    return before(order)
        .anyMatch(t -> order.time() - touches.time(t) - windowAt(t, order) == millisPastWindow);
  }

  /** Who would earn it if no campaign had ever said anything. */
  int earnerWithoutCampaigns(PlannedOrder order) {
    return before(order)
        .filter(t -> order.time() - touches.time(t) <= window(t, null))
        .boxed()
        .max(byClaim)
        .orElse(NOBODY);
  }

  private IntStream claims(PlannedOrder order) {
    return before(order).filter(t -> order.time() - touches.time(t) <= windowAt(t, order));
  }

  private IntStream before(PlannedOrder order) {
    return Arrays.stream(touches.of(order.user(), order.store()))
        .filter(touch -> touches.time(touch) <= order.time());
  }

  /** The window of a touch in ms; below 0, so that nothing is within it, if it is not active. */
  private long windowAt(int touch, PlannedOrder order) {
    CampaignVersion held = campaigns.at(touches.campaign(touch), order.time());
    return held == null || held.active() ? window(touch, held) : -1;
  }

  private long window(int touch, @Nullable CampaignVersion held) {
    if (held == null) {
      return (touches.isClick(touch) ? plan.clickWindow() : plan.viewWindow()).toMillis();
    }
    return touches.isClick(touch) ? held.clickWindow() : held.viewWindow();
  }
}
