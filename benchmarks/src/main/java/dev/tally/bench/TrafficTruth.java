package dev.tally.bench;

import dev.tally.transforms.attribute.AttributionRules;
import dev.tally.transforms.attribute.Campaigns;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderProgress;
import dev.tally.transforms.model.Revision;
import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The oracle: computes the credit of each order of a {@link Traffic} from all touches and orders at
 * once.
 */
final class TrafficTruth {
  private final Map<String, Order> orders = new HashMap<>();
  private final Set<String> cancelled = new HashSet<>();
  private final Map<String, List<Touch>> touches = new HashMap<>();
  private final Campaigns campaigns = Traffic.known();
  private final AttributionRules rules = AttributionRules.defaults();

  private TrafficTruth() {}

  /** Returns the credits by order id. */
  static Map<String, Credited> of(Traffic traffic) {
    TrafficTruth truth = new TrafficTruth();
    for (long index = 0; index < traffic.arrivals(); index++) {
      traffic.emit(index, touch -> {}, truth::add);
    }
    for (long index = 0; index < traffic.arrivals(); index++) {
      traffic.emit(index, truth::add, order -> {});
    }
    Map<String, Credited> credited = new HashMap<>();
    truth.orders.forEach((id, order) -> credited.put(id, truth.credited(order)));
    return credited;
  }

  private Credited credited(Order order) {
    boolean gone = cancelled.contains(order.getOrderId());
    Touch best = null;
    if (!gone) {
      best =
          touches.getOrDefault(key(order), List.of()).stream()
              .filter(touch -> isEligible(touch, order))
              .max(
                  (a, b) ->
                      Long.compareUnsigned(revision(order, false, a), revision(order, false, b)))
              .orElse(null);
    }
    return new Credited(revision(order, gone, best), best == null ? "" : best.eventId());
  }

  private boolean isEligible(Touch touch, Order order) {
    CampaignVersion campaign = campaigns.at(touch.campaignId(), order.getOrderTime());
    Duration window = touch.isClick() ? rules.clickWindow() : rules.viewWindow();
    if (campaign != null) {
      window = touch.isClick() ? campaign.clickWindow() : campaign.viewWindow();
    }
    long before = order.getOrderTime().getMillis() - touch.time().getMillis();
    return (campaign == null || campaign.active()) && before >= 0 && before <= window.getMillis();
  }

  /** Returns the revision of a credit. A cancelled order has one record more. */
  private static long revision(Order order, boolean cancelled, @Nullable Touch touch) {
    int more = cancelled ? 1 : 0;
    return Revision.ofCredit(0, new OrderProgress(order.getOrderTime(), cancelled, more), touch);
  }

  private static String key(Order order) {
    return order.getUserId() + " " + order.getStoreId();
  }

  private void add(Order order) {
    orders.putIfAbsent(order.getOrderId(), order);
    touches.putIfAbsent(key(order), new ArrayList<>());
    if (order.isCancelled()) {
      cancelled.add(order.getOrderId());
    }
  }

  /** Keeps a touch if its user has an order at its store. */
  private void add(AdEvent touch) {
    List<Touch> its = touches.get(touch.getUserId() + " " + touch.getStoreId());
    if (its != null) {
      its.add(Touch.of(touch));
    }
  }
}
