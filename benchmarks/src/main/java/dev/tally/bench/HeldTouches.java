package dev.tally.bench;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Order;
import java.util.UUID;
import java.util.function.Consumer;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Touches of a few hours, without orders. All of them can still be credited as long as the
 * watermark is held. When it is released, all of them expire.
 *
 * @param run the name of the {@link RunLog} that says when the watermark is released
 * @param count the number of touches
 * @param users the number of users among whom they are distributed; each user has one store
 */
record HeldTouches(String run, long count, long users) implements Arrivals {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration SPAN = Duration.standardHours(3);
  private static final Duration EXPIRED_AFTER = Duration.standardDays(8);
  private static final int CAMPAIGNS = 50;

  Load load() {
    return new Load(run, count, Load.UNLIMITED, 0, this::watermark);
  }

  private long watermark(long index) {
    boolean gone = index >= count && RunLog.of(run).isWatermarkReleased();
    return (gone ? START.plus(EXPIRED_AFTER) : START).getMillis();
  }

  @Override
  public void emit(long index, Consumer<AdEvent> toTouches, Consumer<Order> toOrders) {
    long campaign = index % CAMPAIGNS;
    Instant time = START.plus(Duration.millis(index * SPAN.getMillis() / count));
    toTouches.accept(
        AdEvent.builder()
            .setEventId(new UUID(Records.mixed(index), index).toString())
            .setEventType(index % 3 == 0 ? EventType.CLICK : EventType.IMPRESSION)
            .setEventTime(time)
            .setAdId("ad-" + (campaign * 10 + index % 10))
            .setCampaignId("campaign-" + campaign)
            .setStoreId("store-" + index % users % 1_000)
            .setUserId("user-" + (1_000_000 + index % users))
            .setRegion("us-east")
            .setBrokerTime(time)
            .build());
  }
}
