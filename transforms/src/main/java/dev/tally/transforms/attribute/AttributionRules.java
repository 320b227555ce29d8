package dev.tally.transforms.attribute;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.Attribution;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Credit;
import dev.tally.transforms.model.Revision;
import dev.tally.transforms.model.SweepInterval;
import dev.tally.transforms.model.Touch;
import java.io.Serializable;
import java.util.List;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * {@code AttributionRules} determine which touches earn credit for an order. The result is a pure
 * function of the order, the touches of its user and store, and the campaign versions that apply at
 * the order time.
 *
 * <p>A touch is eligible if it happened at the order time or at most the window of its type before
 * it, and if its campaign is active. The windows are those of the campaign version that applies at
 * the order time. For a campaign without such a version they are the windows of these rules.
 *
 * @param clickWindow the default click window, and the longest that a campaign may have
 * @param viewWindow the default view window, and the longest that a campaign may have
 * @param limits how late records may arrive, and how many touches are considered for an order
 * @param generation 0 to 63; above 0 only for a recomputation that must replace earlier results
 */
public record AttributionRules(
    Strategy strategy,
    Duration clickWindow,
    Duration viewWindow,
    AttributionLimits limits,
    int generation)
    implements Serializable {

  public AttributionRules {
    checkWindow("clickWindow", clickWindow);
    checkWindow("viewWindow", viewWindow);
    Revision.checkGeneration(generation);
  }

  private static void checkWindow(String name, Duration window) {
    checkArgument(!window.isShorterThan(Duration.ZERO), "%s must not be negative", name);
    checkArgument(
        !window.isLongerThan(Revision.MAX_WINDOW),
        "%s must be at most %s, is %s",
        name,
        Revision.MAX_WINDOW,
        window);
  }

  /**
   * Returns the default rules: last touch, a click window of seven days, a view window of one day,
   * default limits, generation 0.
   */
  public static AttributionRules defaults() {
    return new AttributionRules(
        Strategy.LAST_TOUCH,
        Duration.standardDays(7),
        Duration.standardDays(1),
        AttributionLimits.defaults(),
        0);
  }

  /** Returns how late a touch or an order may arrive. */
  public Duration maxEventAge() {
    return limits.ages().maxEventAge();
  }

  Duration maxRefundAge() {
    return limits.ages().maxRefundAge();
  }

  int maxTouches() {
    return limits.maxTouches();
  }

  Duration longestWindow() {
    return clickWindow.isLongerThan(viewWindow) ? clickWindow : viewWindow;
  }

  /**
   * Returns the watermark at which to sweep state that is needed until {@code maxEventAge} after
   * this time. The result is rounded up, so that one sweep covers state of similar times.
   */
  Instant sweepAfter(Instant time) {
    return sweepInterval().nextAfter(time.plus(maxEventAge()));
  }

  SweepInterval sweepInterval() {
    return SweepInterval.of(maxEventAge());
  }

  /**
   * Returns the longest time that a touch of this type may happen before an order for which it
   * earns credit.
   */
  Duration longestWindow(Touch touch) {
    return touch.isClick() ? clickWindow : viewWindow;
  }

  /**
   * Returns true if a touch may earn credit for an order at this time under some campaign version.
   */
  boolean mayEarn(Touch touch, Instant orderTime) {
    return isWithin(longestWindow(touch), touch, orderTime);
  }

  /** Returns the order with the touches that earn credit for it. */
  AttributedOrder attribute(OrderTouches due, Campaigns campaigns) {
    Instant orderTime = due.order().getOrderTime();
    List<Touch> eligible =
        due.touches().stream().filter(t -> isEligible(t, orderTime, campaigns)).toList();
    List<Credit> credits =
        due.progress().closed() ? List.of() : strategy.credits(eligible, orderTime);
    return new AttributedOrder(
        revision(due, credits), due.order(), attribution(due, credits), null);
  }

  private long revision(OrderTouches due, List<Credit> credits) {
    return strategy.revisesByTouchCount()
        ? Revision.ofSharedCredit(generation, due.progress(), due.candidates().total())
        : Revision.ofCredit(
            generation, due.progress(), credits.isEmpty() ? null : credits.get(0).touch());
  }

  private Attribution attribution(OrderTouches due, List<Credit> credits) {
    int considered = due.touches().size();
    long leftOut = considered < maxTouches() ? 0 : due.candidates().total() - considered;
    return strategy.revisesByTouchCount()
        ? Attribution.shared(strategy.wireName(), credits, leftOut)
        : Attribution.ofOne(strategy.wireName(), credits);
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
