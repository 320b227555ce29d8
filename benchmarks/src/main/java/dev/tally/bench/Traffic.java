package dev.tally.bench;

import dev.tally.transforms.attribute.Campaigns;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Two days of touches and orders, in the order in which brokers received them. Each is a function
 * of its index.
 *
 * <p>One touch in twenty and one order in fifty is up to five hours late. One touch in a hundred is
 * a copy; of a hundred orders two are copies and three are cancellations. A user has two stores and
 * about eight touches; ten bots share one touch in a hundred. An order has the user and store of an
 * arrival in the twelve hours before it. A campaign changes its windows after a day, and one
 * campaign in ten is not active.
 *
 * @param touches the number of touches, including copies
 * @param orders the number of orders, including copies and cancellations; at most the number of
 *     touches
 */
record Traffic(long touches, long orders) implements Arrivals {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration SPAN = Duration.standardDays(2);

  /** By how much the watermark lags behind broker time, as in Tally's jobs. */
  private static final Duration DELAY = Duration.standardSeconds(10);

  private static final Duration LATE = Duration.standardHours(5);
  private static final Duration PROMPT = Duration.standardSeconds(5);
  private static final int CAMPAIGNS = 50;
  private static final int BOTS = 10;

  /**
   * The number of orders at the end that become due only with the last watermark, when all earlier
   * orders are done.
   */
  private static final int LAST = 64;

  long arrivals() {
    return touches + orders;
  }

  /** Returns the watermark before an arrival. After the last arrival every order is due. */
  long watermark(long index) {
    return index < arrivals()
        ? brokerTime(index).minus(DELAY).getMillis()
        : START.plus(SPAN).plus(Duration.standardMinutes(1)).getMillis();
  }

  @Override
  public void emit(long index, Consumer<AdEvent> toTouches, Consumer<Order> toOrders) {
    if (isOrder(index)) {
      toOrders.accept(order(ordersBefore(index)));
    } else {
      toTouches.accept(touch(original(index)).toBuilder().setBrokerTime(brokerTime(index)).build());
    }
  }

  boolean isOrder(long index) {
    return ordersBefore(index + 1) > ordersBefore(index);
  }

  private long ordersBefore(long index) {
    return index * orders / arrivals();
  }

  private Instant brokerTime(long index) {
    return START.plus(Duration.millis(index * SPAN.getMillis() / arrivals()));
  }

  /**
   * Returns the index of the touch that an arrival is a copy of; its own index if it is not a copy.
   */
  private long original(long index) {
    long before = index - back(index, 3);
    return chance(index, 4) < 1 && before >= 0 && !isOrder(before) ? before : index;
  }

  private AdEvent touch(long index) {
    long campaign = pick(index, 5, CAMPAIGNS);
    long user = user(index);
    return AdEvent.builder()
        .setEventId(eventId(index))
        .setEventType(chance(index, 6) < 30 ? EventType.CLICK : EventType.IMPRESSION)
        .setEventTime(brokerTime(index).minus(lateness(index, 7, 5)))
        .setAdId("ad-" + (campaign * 10 + pick(index, 8, 10)))
        .setCampaignId("campaign-" + campaign)
        .setStoreId(store(index))
        .setUserId("user-" + user)
        .setRegion("us-east")
        .setBrokerTime(brokerTime(index))
        .build();
  }

  private static String eventId(long index) {
    return new UUID(Records.mixed(index), index).toString();
  }

  private long user(long index) {
    return chance(index, 9) < 1 ? pick(index, 10, BOTS) : BOTS + pick(index, 11, touches / 8 + 1);
  }

  private String store(long index) {
    return "store-" + (user(index) % 500 * 2 + pick(index, 12, 2));
  }

  private Order order(long number) {
    long of = number - 1 - pick(number, 13, orders / 100 + 1);
    long chance = chance(number, 14);
    if (chance >= 5 || of < 0 || !isFirst(of) || isLast(number)) {
      return placed(number, number);
    }
    Order copy = placed(of, number);
    return chance < 2 ? copy : copy.toBuilder().setStatus(Order.CANCELLED).build();
  }

  /** Returns true if an order is neither a copy nor a cancellation. */
  private boolean isFirst(long number) {
    return chance(number, 14) >= 5;
  }

  private boolean isLast(long number) {
    return number >= orders - LAST;
  }

  private Order placed(long number, long arrived) {
    long index = indexOfOrder(number);
    long like = Math.max(0, index - 1 - pick(number, 15, arrivals() / 4 + 1));
    Instant time =
        isLast(number) ? START.plus(SPAN) : brokerTime(index).minus(lateness(number, 16, 2));
    return Order.builder()
        .setOrderId("order-" + number)
        .setUserId("user-" + user(like))
        .setStoreId(store(like))
        .setOrderTime(time)
        .setStatus("placed")
        .setAmountMicros(1_000_000 + pick(number, 17, 50_000_000))
        .setCurrency("USD")
        .setRegion("us-east")
        .setBrokerTime(brokerTime(indexOfOrder(arrived)))
        .build();
  }

  private long indexOfOrder(long number) {
    return ((number + 1) * arrivals() + orders - 1) / orders - 1;
  }

  /**
   * Returns a random lateness: up to five hours for the given percentage of arrivals, up to five
   * seconds for all others.
   */
  private static Duration lateness(long seed, int what, int percent) {
    Duration longest = chance(seed, what) < percent ? LATE : PROMPT;
    return Duration.millis(pick(seed, what + 100, longest.getMillis()));
  }

  /** Returns how many arrivals before the copy the original is: up to half an hour. */
  private long back(long seed, int what) {
    return 1 + pick(seed, what, arrivals() / 100 + 1);
  }

  /** Returns a number from 0 to 99. */
  private static long chance(long seed, int what) {
    return pick(seed, what, 100);
  }

  /**
   * Returns a number from 0 up to but excluding a bound.
   *
   * @param what a number that is unique for each random decision
   */
  private static long pick(long seed, int what, long of) {
    return Long.remainderUnsigned(Records.mixed(seed * 1_000 + what), of);
  }

  /** Returns all versions of all campaigns. */
  static List<CampaignVersion> campaigns() {
    List<CampaignVersion> versions = new ArrayList<>();
    for (int i = 0; i < CAMPAIGNS; i++) {
      versions.add(campaign(i, START.minus(Duration.standardDays(9)), i % 7 + 1));
      versions.add(campaign(i, START.plus(SPAN.dividedBy(2)), i % 3 + 1));
    }
    return versions;
  }

  private static CampaignVersion campaign(int number, Instant from, int days) {
    return new CampaignVersion(
        "campaign-" + number,
        from,
        Duration.standardDays(days),
        Duration.standardHours(3L * days),
        0,
        number % 10 != 9,
        from.minus(CampaignVersion.LEAD));
  }

  /** Returns the watermark of the campaigns. After the last version it is beyond the two days. */
  static long watermarkOfCampaigns(long index) {
    Duration days = Duration.standardDays(index < 2 * CAMPAIGNS ? -10 : 365);
    return START.plus(days).getMillis();
  }

  static Campaigns known() {
    return Campaigns.of(campaigns(), Instant.ofEpochMilli(watermarkOfCampaigns(Long.MAX_VALUE)));
  }
}
