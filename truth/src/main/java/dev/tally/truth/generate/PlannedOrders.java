package dev.tally.truth.generate;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws orders that must be accepted, each for one {@link Aim}.
 *
 * <p>No order is placed for a user and store where arrival order may decide which touch earns the
 * credit (see {@link Touches#areCertain}). If no place for an aim is found in 40 attempts, a guest
 * places the order.
 *
 * <p>Most orders reach the broker within five seconds. A share of {@code lateShare} takes up to
 * {@code maxEventAge}, and one in 50 comes from a store whose clock is up to {@code maxClockSkew}
 * ahead; in each of these two groups, one in 10 has exactly the maximum.
 */
final class PlannedOrders {
  private static final int TRIES = 40;
  private static final int ONE_AHEAD_IN = 50;
  private static final int ONE_ON_THE_EDGE_IN = 10;
  private static final long USUAL_DELAY_MS = 5_000;
  private static final long LONG_DELAY_MS = 20_000;
  private static final long SOON_MS = 7_200_000;
  private static final long SHORTLY_MS = 60_000;

  /**
   * The user, store and time of an order, and its broker time, or −1 if any broker time is
   * suitable.
   */
  private record Place(int user, int store, long time, long brokerTime) {
    Place(int user, int store, long time) {
      this(user, store, time, -1);
    }
  }

  private final Plan plan;
  private final OrderPlan orders;
  private final Touches touches;
  private final PlannedCampaigns campaigns;
  private final Chance chance;
  private final int[] slow;
  private final int[] tied;
  private final long start;
  private final long end;

  PlannedOrders(Plan plan, Touches touches, PlannedCampaigns campaigns) {
    this.plan = plan;
    this.orders = plan.orders();
    this.touches = touches;
    this.campaigns = campaigns;
    chance = Chance.of(plan.seed(), "orders");
    start = plan.start().toEpochMilli();
    end = start + plan.span().toMillis();
    slow = all().filter(t -> touches.arrival(t) - touches.time(t) > LONG_DELAY_MS).toArray();
    tied = all().filter(this::isTied).toArray();
  }

  private IntStream all() {
    return IntStream.range(0, touches.size());
  }

  PlannedOrder next(int number) {
    Aim aim = Aim.draw(chance, orders.earlyShare());
    Place place = null;
    for (int i = 0; i < TRIES && place == null; i++) {
      place = allowed(placeFor(aim));
    }
    if (place == null) {
      place = guest(number);
    }
    long brokerTime = place.brokerTime() < 0 ? brokerTime(place.time()) : place.brokerTime();
    return new PlannedOrder(
        number,
        place.user(),
        place.store(),
        place.time(),
        brokerTime,
        10_000L * (500 + chance.below(9_500)),
        chance.happens(orders.cancelledShare()));
  }

  private @Nullable Place allowed(@Nullable Place place) {
    return place != null
            && place.time() >= start
            && place.time() < end
            && touches.areCertain(place.user(), place.store())
        ? place
        : null;
  }

  private @Nullable Place placeFor(Aim aim) {
    return switch (aim) {
      case SOON -> after(any(), (long) (SOON_MS * chance.unit() * chance.unit()));
      case ANY_TIME -> at(any(), time());
      case AT_THE_TOUCH -> after(any(), 0);
      case AT_THE_EDGE -> pastTheEdge(any(), 0);
      case BEYOND_THE_EDGE -> pastTheEdge(any(), 1);
      case AFTER_A_TIE -> tied.length == 0 ? null : after(oneOf(tied), chance.below(SHORTLY_MS));
      case AT_A_CHANGE -> atAChange(any());
      case ANYWHERE -> new Place(chance.below(plan.users()), chance.below(plan.stores()), time());
      case BY_A_GUEST -> null;
      case BEFORE_ITS_TOUCH -> slow.length == 0 ? null : before(oneOf(slow));
    };
  }

  private Place guest(int number) {
    return new Place(-1 - number, chance.below(plan.stores()), time());
  }

  private int any() {
    return chance.below(touches.size());
  }

  private int oneOf(int[] some) {
    return some[chance.below(some.length)];
  }

  private long time() {
    return start + chance.below(end - start);
  }

  private Place at(int touch, long time) {
    return new Place(touches.user(touch), touches.store(touch), time);
  }

  private Place after(int touch, long millis) {
    return at(touch, touches.time(touch) + millis);
  }

  /** Returns a place whose time and broker time are before the arrival of the touch. */
  private Place before(int touch) {
    long time = touches.time(touch);
    long half = (touches.arrival(touch) - time) / 2;
    long placed = time + chance.below(half);
    long brokerTime = placed + chance.below(Math.min(half, USUAL_DELAY_MS));
    return new Place(touches.user(touch), touches.store(touch), placed, brokerTime);
  }

  /**
   * Returns a place this long after the end of the touch's window under a random version of its
   * campaign, or null if another version applies at that time.
   */
  private @Nullable Place pastTheEdge(int touch, long millis) {
    List<PlannedCampaignVersion> versions = campaigns.of(touches.campaign(touch));
    PlannedCampaignVersion wanted =
        versions.isEmpty() ? null : versions.get(chance.below(versions.size()));
    long time = touches.time(touch) + window(touch, wanted) + millis;
    PlannedCampaignVersion applicable = campaigns.at(touches.campaign(touch), time);
    boolean applies =
        applicable == null ? wanted == null : applicable.equals(wanted) && applicable.active();
    return applies ? at(touch, time) : null;
  }

  private long window(int touch, @Nullable PlannedCampaignVersion version) {
    if (version == null) {
      return (touches.isClick(touch) ? orders.clickWindow() : orders.viewWindow()).toMillis();
    }
    return touches.isClick(touch) ? version.clickWindow() : version.viewWindow();
  }

  private @Nullable Place atAChange(int touch) {
    List<PlannedCampaignVersion> versions = campaigns.of(touches.campaign(touch));
    return versions.isEmpty()
        ? null
        : at(
            touch,
            versions.get(chance.below(versions.size())).effectiveFrom()
                - (chance.onceIn(2) ? 1 : 0));
  }

  private long brokerTime(long time) {
    if (chance.onceIn(ONE_AHEAD_IN)) {
      return Math.max(start, time - upTo(plan.maxClockSkew().toMillis()));
    }
    long maxEventAge = plan.maxEventAge().toMillis();
    if (chance.happens(orders.lateShare())) {
      return time + upTo(maxEventAge);
    }
    return time + Math.min(maxEventAge, (long) (USUAL_DELAY_MS * chance.unit() * chance.unit()));
  }

  private long upTo(long most) {
    return chance.onceIn(ONE_ON_THE_EDGE_IN) ? most : chance.below(most + 1);
  }

  /** Returns true if one of the previous events has the same time, user and store. */
  private boolean isTied(int touch) {
    return IntStream.range(Math.max(0, touch - Ties.RECENT), touch)
        .anyMatch(
            other ->
                touches.time(other) == touches.time(touch)
                    && touches.user(other) == touches.user(touch)
                    && touches.store(other) == touches.store(touch));
  }
}
