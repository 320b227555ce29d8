package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.cancelled;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Credit;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderAges;
import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * What happened, and in which order it arrived.
 *
 * @param still when the watermark stalls, for longer than an event may be late
 */
record Story(
    List<AdEvent> touches, List<Order> orders, List<CampaignVersion> campaigns, Instant still) {
  static final int SPAN_SECONDS = 6 * 3600;
  static final Duration CLICK_WINDOW = HOUR.multipliedBy(2);
  static final Duration VIEW_WINDOW = HOUR;
  static final Duration REFUND_AGE = HOUR.multipliedBy(4);

  /** When everything has arrived and all orders have been due. */
  static final Instant END = noonPlus(3 * SPAN_SECONDS);

  private static final int MAX_TOUCHES = 3;

  /** Returns the rules under which {@link #truth} credits. */
  static AttributionRules rules(Strategy strategy) {
    return new AttributionRules(
        strategy,
        CLICK_WINDOW,
        VIEW_WINDOW,
        new AttributionLimits(new OrderAges(HOUR, REFUND_AGE), MAX_TOUCHES),
        0);
  }

  static Story of(Random random) {
    List<AdEvent> touches = new ArrayList<>();
    List<Order> orders = new ArrayList<>();
    List<CampaignVersion> campaigns = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      AdEvent touch =
          random.nextBoolean() ? click("t" + i, time(random)) : impression("t" + i, time(random));
      touches.add(
          touch.toBuilder()
              .setUserId(random.nextInt(8) == 0 ? "null" : "u" + random.nextInt(2))
              .setCampaignId("c" + random.nextInt(3))
              .setBrokerTime(late(touch.getEventTime(), random))
              .build());
    }
    for (int i = 0; i < 12; i++) {
      Order placed =
          order("o" + i, time(random)).toBuilder().setUserId("u" + random.nextInt(2)).build();
      if (random.nextInt(8) == 0) {
        placed = placed.toBuilder().setUserId("null").build();
      }
      orders.add(placed.toBuilder().setBrokerTime(late(placed.getOrderTime(), random)).build());
      addLinesAndRefunds(placed, random, orders);
      if (random.nextInt(4) == 0) {
        orders.add(placed.toBuilder().setBrokerTime(late(placed.getOrderTime(), random)).build());
      }
      if (random.nextInt(6) == 0) {
        orders.add(
            placed.toBuilder()
                .setStatus("refunded")
                .setBrokerTime(placed.getOrderTime().plus(HOUR.multipliedBy(random.nextInt(3))))
                .build());
      }
      if (random.nextInt(4) == 0) {
        orders.add(
            cancelled(placed).toBuilder()
                .setBrokerTime(placed.getOrderTime().plus(HOUR.multipliedBy(random.nextInt(3))))
                .build());
      }
    }
    for (int i = 0; i < 8; i++) {
      Instant sent = time(random);
      campaigns.add(
          new CampaignVersion(
              "c" + random.nextInt(2),
              sent.plus(Duration.standardMinutes(random.nextInt(60) - 30)),
              Duration.standardMinutes(random.nextInt(120)),
              Duration.standardMinutes(random.nextInt(60)),
              0,
              random.nextInt(3) > 0,
              sent));
    }
    return new Story(touches, orders, campaigns, time(random));
  }

  /**
   * Adds lines that are up to five minutes older than their order, and refunds that come hours
   * later.
   */
  private static void addLinesAndRefunds(Order placed, Random random, List<Order> orders) {
    for (int i = 0; i < random.nextInt(3); i++) {
      Instant time = placed.getOrderTime().minus(Duration.standardMinutes(5L * random.nextInt(2)));
      Order line = placed.toBuilder().setLineId("l" + i).setAmountMicros(100 + i).build();
      orders.add(line.toBuilder().setOrderTime(time).setBrokerTime(late(time, random)).build());
    }
    for (int i = 0; i < random.nextInt(3); i++) {
      Order refund =
          placed.toBuilder()
              .setStatus("partially_refunded")
              .setRefundId("r" + i)
              .setAmountMicros(10 + i)
              .setBrokerTime(
                  placed.getOrderTime().plus(Duration.standardMinutes(random.nextInt(240))))
              .build();
      orders.add(refund);
      if (random.nextBoolean()) {
        orders.add(refund);
      }
    }
  }

  /** Returns one of few different times, so that many are equal. */
  private static Instant time(Random random) {
    return noonPlus(random.nextInt(SPAN_SECONDS / 300) * 300L);
  }

  private static Instant late(Instant time, Random random) {
    return random.nextInt(3) == 0 ? time.plus(Duration.standardMinutes(random.nextInt(61))) : time;
  }

  /** Returns by order id what is credited with how much, computed from everything at once. */
  Map<String, String> truth(Strategy strategy) {
    Map<String, List<Order>> byId = new TreeMap<>();
    orders.forEach(o -> byId.computeIfAbsent(o.getOrderId(), id -> new ArrayList<>()).add(o));
    Map<String, String> truth = new TreeMap<>();
    byId.forEach((id, records) -> truth.put(id, truth(strategy, records)));
    return truth;
  }

  private String truth(Strategy strategy, List<Order> records) {
    Instant time =
        records.stream()
            .filter(o -> o.getStatus().equals("placed"))
            .map(Order::getOrderTime)
            .min(Comparator.naturalOrder())
            .orElseThrow();
    String status = "placed";
    for (String later : List.of("partially_refunded", "refunded", "cancelled")) {
      status = records.stream().anyMatch(o -> o.getStatus().equals(later)) ? later : status;
    }
    long amount =
        sum(records, "placed", Order::getLineId)
            - sum(records, "partially_refunded", Order::getRefundId);
    String what = "%s %d ".formatted(status, status.equals("refunded") ? 0 : amount);
    if (status.equals("refunded") || status.equals("cancelled")) {
      return what + "no touch";
    }
    String user = records.get(0).getUserId();
    List<AdEvent> candidates =
        touches.stream()
            .filter(t -> !user.equals("null") && t.getUserId().equals(user))
            .filter(t -> isWithin(window(t), t, time))
            .sorted(Comparator.comparing(Touch::of, Touch.BY_TIME))
            .toList();
    return what + credited(strategy, candidates, time);
  }

  private static long sum(List<Order> records, String status, Function<Order, String> part) {
    Map<String, Long> amounts = new HashMap<>();
    for (Order record : records) {
      if (record.getStatus().equals(status)) {
        amounts.put(part.apply(record), record.getAmountMicros());
      }
    }
    return amounts.values().stream().mapToLong(Long::longValue).sum();
  }

  private String credited(Strategy strategy, List<AdEvent> candidates, Instant time) {
    if (strategy == Strategy.LAST_TOUCH) {
      return candidates.stream()
          .filter(t -> isEligible(t, time))
          .max(
              Comparator.comparing((AdEvent t) -> t.getEventType() == EventType.CLICK)
                  .thenComparing(Touch::of, Touch.BY_TIME))
          .map(AdEvent::getEventId)
          .orElse("no touch");
    }
    int leftOut = Math.max(0, candidates.size() - MAX_TOUCHES);
    List<String> eligible =
        candidates.stream()
            .skip(leftOut)
            .filter(t -> isEligible(t, time))
            .map(AdEvent::getEventId)
            .toList();
    if (eligible.isEmpty()) {
      return "no touch";
    }
    return strategy == Strategy.FIRST_TOUCH ? eligible.get(0) : String.join("+", eligible);
  }

  private static Duration window(AdEvent touch) {
    return touch.getEventType() == EventType.CLICK ? CLICK_WINDOW : VIEW_WINDOW;
  }

  private static boolean isWithin(Duration window, AdEvent touch, Instant orderTime) {
    Duration before = new Duration(touch.getEventTime(), orderTime);
    return before.getMillis() >= 0 && before.getMillis() <= window.getMillis();
  }

  private boolean isEligible(AdEvent touch, Instant orderTime) {
    CampaignVersion held = null;
    for (CampaignVersion version : campaigns) {
      if (version.campaignId().equals(touch.getCampaignId())
          && !from(version).isAfter(orderTime)
          && (held == null || isLater(version, held))) {
        held = version;
      }
    }
    Duration window = window(touch);
    if (held != null) {
      boolean isClick = touch.getEventType() == EventType.CLICK;
      window = isClick ? held.clickWindow() : held.viewWindow();
    }
    return (held == null || held.active()) && isWithin(window, touch, orderTime);
  }

  private static Instant from(CampaignVersion version) {
    Instant known = version.brokerTime().plus(Duration.standardMinutes(1));
    return version.validFrom().isAfter(known) ? version.validFrom() : known;
  }

  private static boolean isLater(CampaignVersion one, CampaignVersion other) {
    return Comparator.comparing(Story::from)
            .thenComparing(CampaignVersion::brokerTime)
            .thenComparing(CampaignVersion::validFrom)
            .thenComparing(CampaignVersion::clickWindow)
            .thenComparing(CampaignVersion::viewWindow)
            .thenComparing(CampaignVersion::active)
            .compare(one, other)
        > 0;
  }

  /** Returns by order id what the record with the highest revision credits with how much. */
  static Map<String, String> latest(Iterable<AttributedOrder> records) {
    Map<String, AttributedOrder> latest = new HashMap<>();
    for (AttributedOrder record : records) {
      latest.merge(
          record.order().getOrderId(), record, (a, b) -> a.revision() > b.revision() ? a : b);
    }
    Map<String, String> found = new TreeMap<>();
    latest.forEach((id, record) -> found.put(id, text(record)));
    return found;
  }

  /**
   * Asserts that no revision of an order credits two different touches. With a list of credits,
   * equal numbers of touches may differ until all have arrived.
   */
  static void assertOneCreditPerRevision(Iterable<AttributedOrder> records) {
    Map<String, List<Credit>> byRevision = new HashMap<>();
    for (AttributedOrder record : records) {
      String id = record.order().getOrderId() + " " + record.revision();
      List<Credit> before = byRevision.putIfAbsent(id, record.credits());
      assertThat(before == null || record.shared() || before.equals(record.credits()))
          .as("credits of %s", id)
          .isTrue();
    }
  }

  private static String text(AttributedOrder record) {
    List<String> ids = record.credits().stream().map(c -> c.touch().eventId()).toList();
    return "%s %d %s"
        .formatted(
            record.order().getStatus(),
            record.order().getAmountMicros(),
            ids.isEmpty() ? "no touch" : String.join("+", ids));
  }
}
