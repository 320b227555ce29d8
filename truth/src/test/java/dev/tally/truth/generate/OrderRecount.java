package dev.tally.truth.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Credits orders by an independent implementation of the rule, from the bytes of all lines. */
final class OrderRecount {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Heard(long brokerTime, JsonNode json) {
    String text(String field) {
      return json.path(field).asText();
    }

    long number(String field) {
      return json.path(field).asLong();
    }
  }

  private final Plan plan;
  private final Mistake mistake;
  private final Map<String, List<Heard>> touchesByUser;
  private final Map<String, List<Heard>> versions;
  private final Map<String, Heard> orders;
  private final Set<String> cancelled;
  private final Set<String> placed = new HashSet<>();
  long duplicates;
  long tooOld;

  private OrderRecount(
      Plan plan,
      Mistake mistake,
      Map<String, List<Heard>> touchesByUser,
      Map<String, List<Heard>> versions,
      Map<String, Heard> orders,
      Set<String> cancelled) {
    this.plan = plan;
    this.mistake = mistake;
    this.touchesByUser = touchesByUser;
    this.versions = versions;
    this.orders = orders;
    this.cancelled = cancelled;
  }

  static OrderRecount of(OrderRuns run) {
    OrderRecount recount =
        new OrderRecount(
            run.plan(),
            Mistake.NONE,
            new HashMap<>(),
            new HashMap<>(),
            new TreeMap<>(),
            new HashSet<>());
    recount.hear(run);
    return recount;
  }

  /** Returns a recount of the same lines with a wrong rule. */
  OrderRecount by(Mistake wrong) {
    return new OrderRecount(plan, wrong, touchesByUser, versions, orders, cancelled);
  }

  /** Returns the rows of the truth, sorted. */
  List<String> rows() {
    return orders.values().stream().map(this::row).toList();
  }

  private void hear(OrderRuns run) {
    Set<String> seen = new HashSet<>();
    for (Plans.Line line : run.events()) {
      Recount judge = Recount.of(plan);
      judge.line(line.brokerTime(), line.value());
      if (judge.accepted == 1) {
        Heard event = heard(line);
        if (seen.add(event.text("event_id"))) {
          touchesByUser.computeIfAbsent(event.text("user_id"), u -> new ArrayList<>()).add(event);
        }
      }
    }
    for (Plans.Line line : run.campaigns()) {
      Heard version = heard(line);
      versions.computeIfAbsent(version.text("campaign_id"), c -> new ArrayList<>()).add(version);
    }
    run.orders().forEach(line -> add(heard(line)));
  }

  private void add(Heard order) {
    String id = order.text("order_id");
    boolean cancels = order.text("status").equals("cancelled");
    long age = order.brokerTime() - order.number("order_time");
    if (!cancels && age > plan.maxEventAge().toMillis()) {
      tooOld++;
      return;
    }
    if (-age > plan.maxClockSkew().toMillis()) {
      throw new AssertionError("an order of the future: " + order);
    }
    boolean news = cancels ? cancelled.add(id) : placed.add(id);
    duplicates += news ? 0 : 1;
    orders.putIfAbsent(id, order);
  }

  private String row(Heard order) {
    boolean gone =
        cancelled.contains(order.text("order_id")) && mistake != Mistake.CANCELLATION_IGNORED;
    Optional<Heard> touch = gone ? Optional.empty() : creditedTouch(order);
    return String.join(
        ",",
        order.text("order_id"),
        gone ? "cancelled" : "placed",
        touch.map(t -> t.text("event_id")).orElse(""),
        touch.map(t -> t.text("event_type")).orElse(""),
        touch.map(t -> t.text("event_time")).orElse(""),
        touch.map(t -> t.text("ad_id")).orElse(""),
        touch.map(t -> t.text("campaign_id")).orElse(""),
        order.text("user_id"),
        order.text("store_id"),
        order.text("order_time"),
        order.text("amount_micros"),
        order.text("currency"),
        order.text("region"));
  }

  private Optional<Heard> creditedTouch(Heard order) {
    return touchesByUser.getOrDefault(order.text("user_id"), List.of()).stream()
        .filter(
            touch ->
                mistake == Mistake.STORE_IGNORED
                    || touch.text("store_id").equals(order.text("store_id")))
        .filter(
            touch ->
                mistake != Mistake.LATER_TOUCH_IGNORED_IF_THE_ORDER_IS_THERE
                    || touch.brokerTime() <= order.brokerTime())
        .filter(touch -> isEligible(touch, order.number("order_time")))
        .max(claim());
  }

  private boolean isEligible(Heard touch, long orderTime) {
    boolean click = isClick(touch);
    long age = orderTime - touch.number("event_time");
    long asOf =
        mistake == Mistake.VERSION_OF_THE_TOUCHS_TIME ? touch.number("event_time") : orderTime;
    Optional<Heard> version = versionAt(touch.text("campaign_id"), asOf);
    boolean active = version.map(v -> v.json().get("active").asBoolean()).orElse(true);
    long window =
        version
            .map(v -> v.number(click ? "click_window_ms" : "view_window_ms"))
            .orElse((click ? plan.orders().clickWindow() : plan.orders().viewWindow()).toMillis());
    long youngest =
        switch (mistake) {
          case TOUCH_AT_THE_ORDERS_TIME_IGNORED -> 1;
          case TOUCH_AFTER_THE_ORDER_TAKEN -> -1_000;
          default -> 0;
        };
    return (active || mistake == Mistake.INACTIVE_CAMPAIGN_EARNS)
        && age >= youngest
        && age <= window + slip(click);
  }

  private long slip(boolean click) {
    return switch (mistake) {
      case VIEW_WINDOW_A_MILLISECOND_TOO_LONG -> click ? 0 : 1;
      case VIEW_WINDOW_A_MILLISECOND_TOO_SHORT -> click ? 0 : -1;
      case CLICK_WINDOW_A_MILLISECOND_TOO_LONG -> click ? 1 : 0;
      case CLICK_WINDOW_A_MILLISECOND_TOO_SHORT -> click ? -1 : 0;
      default -> 0;
    };
  }

  private Optional<Heard> versionAt(String campaign, long time) {
    if (mistake == Mistake.CAMPAIGNS_IGNORED) {
      return Optional.empty();
    }
    Comparator<Heard> byWindow =
        Comparator.<Heard>comparingLong(v -> v.number("click_window_ms"))
            .thenComparing(v -> v.number("view_window_ms"))
            .thenComparing(v -> v.number("daily_budget_micros"))
            .thenComparing(v -> v.json().get("active").asBoolean());
    return versions.getOrDefault(campaign, List.of()).stream()
        .filter(version -> effectiveFrom(version) <= time)
        .max(
            Comparator.<Heard>comparingLong(this::effectiveFrom)
                .thenComparing(Heard::brokerTime)
                .thenComparing(v -> v.number("valid_from"))
                .thenComparing(
                    mistake == Mistake.TWIN_VERSIONS_SWAPPED ? byWindow.reversed() : byWindow));
  }

  private long effectiveFrom(Heard version) {
    long lead = mistake == Mistake.VERSION_HOLDS_A_MINUTE_EARLY ? 0 : 60_000;
    return Math.max(version.number("valid_from"), version.brokerTime() + lead);
  }

  private Comparator<Heard> claim() {
    Comparator<Heard> byFingerprint = Comparator.comparing(OrderRecount::fingerprint);
    Comparator<Heard> byId = Comparator.comparing(touch -> touch.text("event_id"));
    Comparator<Heard> byTie =
        switch (mistake) {
          case TIES_BY_THE_SMALLER_FINGERPRINT -> byFingerprint.reversed();
          case TIES_BY_THE_ID_ALONE -> byId;
          default -> byFingerprint.thenComparing(byId);
        };
    Comparator<Heard> byTime = Comparator.comparing(touch -> touch.number("event_time"));
    return mistake == Mistake.CLICK_NO_BETTER_THAN_AN_IMPRESSION
        ? byTime.thenComparing(byTie)
        : Comparator.comparing(OrderRecount::isClick).thenComparing(byTime).thenComparing(byTie);
  }

  private static boolean isClick(Heard touch) {
    return touch.text("event_type").equals("click");
  }

  private static int fingerprint(Heard touch) {
    byte[] hash =
        Hashing.sha256().hashString(touch.text("event_id"), StandardCharsets.UTF_8).asBytes();
    return ((hash[0] & 0xff) << 8 | (hash[1] & 0xff)) >>> 4;
  }

  private static Heard heard(Plans.Line line) {
    try {
      return new Heard(line.brokerTime(), JSON.readTree(line.value()));
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + line, e);
    }
  }
}
