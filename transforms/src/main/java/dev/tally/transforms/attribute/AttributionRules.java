package dev.tally.transforms.attribute;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Credit;
import dev.tally.transforms.model.Revision;
import dev.tally.transforms.model.Touch;
import java.io.Serializable;
import java.util.List;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Who earns an order: a pure function of the order, of the touches of its user and store, and of
 * the campaigns at the order's time.
 *
 * <p>A touch is eligible if it happened at the order's time or before it by no more than the window
 * of its type, and if its campaign is active. The windows are those of the campaign's version that
 * holds at the order's time; of a campaign without one they are the two given here.
 *
 * @param clickWindow the click window, and the longest that a campaign may have
 * @param viewWindow the same for impressions
 * @param maxEventAge how late a touch or an order may arrive
 * @param generation 0 to 63; higher only for a recomputation that must replace what stands
 */
public record AttributionRules(
    Strategy strategy,
    Duration clickWindow,
    Duration viewWindow,
    Duration maxEventAge,
    int generation)
    implements Serializable {

  public AttributionRules {
    checkArgument(
        !clickWindow.isShorterThan(Duration.ZERO),
        "clickWindow must not be negative, is %s",
        clickWindow);
    checkArgument(
        !viewWindow.isShorterThan(Duration.ZERO),
        "viewWindow must not be negative, is %s",
        viewWindow);
    checkArgument(
        maxEventAge.isLongerThan(Duration.ZERO),
        "maxEventAge must be longer than zero, is %s",
        maxEventAge);
    Revision.checkGeneration(generation);
  }

  /** Last touch, seven days for clicks, one for impressions; six hours; generation 0. */
  public static AttributionRules defaults() {
    return new AttributionRules(
        Strategy.LAST_TOUCH,
        Duration.standardDays(7),
        Duration.standardDays(1),
        Duration.standardHours(6),
        0);
  }

  /** The longest time that a touch of this type may be before an order that it earns. */
  Duration longestWindow(Touch touch) {
    return touch.isClick() ? clickWindow : viewWindow;
  }

  /** Whether a touch may earn an order of this time, under some campaign. */
  boolean mayEarn(Touch touch, Instant orderTime) {
    return isWithin(longestWindow(touch), touch, orderTime);
  }

  /** The order with the touches that earned it. */
  AttributedOrder attribute(OrderTouches due, Campaigns campaigns) {
    Instant orderTime = due.order().getOrderTime();
    List<Touch> eligible =
        due.touches().stream().filter(t -> isEligible(t, orderTime, campaigns)).toList();
    boolean cancelled = due.order().isCancelled();
    List<Credit> credits = cancelled ? List.of() : strategy.credits(eligible, orderTime);
    long revision =
        strategy.isShared()
            ? Revision.ofSharedCredit(generation, cancelled, eligible.size())
            : Revision.ofCredit(
                generation, cancelled, credits.isEmpty() ? null : credits.get(0).touch());
    return new AttributedOrder(revision, due.order(), credits, strategy.isShared(), null);
  }

  private boolean isEligible(Touch touch, Instant orderTime, Campaigns campaigns) {
    CampaignVersion campaign = campaigns.at(touch.campaignId(), orderTime);
    if (campaign == null) {
      return mayEarn(touch, orderTime);
    }
    Duration window = touch.isClick() ? campaign.clickWindow() : campaign.viewWindow();
    return campaign.active() && isWithin(window, touch, orderTime);
  }

  private static boolean isWithin(Duration window, Touch touch, Instant orderTime) {
    long before = orderTime.getMillis() - touch.time().getMillis();
    return before >= 0 && before <= window.getMillis();
  }
}
