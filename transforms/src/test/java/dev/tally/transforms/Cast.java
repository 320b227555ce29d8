package dev.tally.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.transforms.codec.AdEventJson;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Received;
import java.util.Locale;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Users, times, events and orders that the tests share. Everything happens from noon on. */
public final class Cast {
  public static final String ALICE = "alice";
  public static final String BOB = "bob";
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final Duration HOUR = Duration.standardHours(1);
  public static final Duration SKEW = Duration.standardMinutes(5);
  public static final int MEBIBYTE = 1 << 20;

  private Cast() {}

  /** Returns a click of Alice at noon, with the same broker time. */
  public static AdEvent click(String eventId) {
    return click(eventId, NOON);
  }

  public static AdEvent click(String eventId, Instant eventTime) {
    return AdEvent.builder()
        .setEventId(eventId)
        .setEventType(EventType.CLICK)
        .setEventTime(eventTime)
        .setAdId("ad-1")
        .setCampaignId("campaign-1")
        .setStoreId("store-1")
        .setUserId(ALICE)
        .setRegion("us-east")
        .setCostMicros(210_000)
        .setBrokerTime(eventTime)
        .build();
  }

  public static AdEvent impression(String eventId, Instant eventTime) {
    return click(eventId, eventTime).toBuilder()
        .setEventType(EventType.IMPRESSION)
        .setCostMicros(1_000)
        .build();
  }

  /**
   * Returns an order of Alice at the store of her clicks, with its order time as the broker time.
   */
  public static Order order(String orderId, Instant orderTime) {
    return Order.builder()
        .setOrderId(orderId)
        .setUserId(ALICE)
        .setStoreId("store-1")
        .setOrderTime(orderTime)
        .setStatus("placed")
        .setAmountMicros(990_000)
        .setCurrency("USD")
        .setRegion("us-east")
        .setBrokerTime(orderTime)
        .build();
  }

  public static Order cancelled(Order order) {
    return order.toBuilder().setStatus(Order.CANCELLED).build();
  }

  public static Instant noonPlus(long seconds) {
    return NOON.plus(Duration.standardSeconds(seconds));
  }

  public static RawRecord record(String payload) {
    return RawRecord.of("us", "ad-events", 3, 1207, NOON, payload.getBytes(UTF_8));
  }

  /**
   * Returns an event with the record that it came in: partition 3, offset 1207 of {@code
   * us/ad-events}.
   */
  public static Received<AdEvent> received(AdEvent event) {
    return Received.of(
        event,
        RawRecord.of("us", "ad-events", 3, 1207, event.getBrokerTime(), AdEventJson.encode(event)));
  }

  /**
   * Returns the sum of a counter over all steps; 0 if it was never incremented. The case of the
   * name is ignored. The committed value is read where the runner has one: DirectRunner adds
   * attempted values in a thread of its own, which may still run when the pipeline has ended.
   * FlinkRunner has attempted values only.
   */
  public static long counter(PipelineResult result, String name) {
    long sum = 0;
    for (var counter :
        result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      if (counter
          .getName()
          .getName()
          .toLowerCase(Locale.ROOT)
          .equals(name.toLowerCase(Locale.ROOT))) {
        Long committed = counter.getCommittedOrNull();
        sum += committed != null ? committed : counter.getAttempted();
      }
    }
    return sum;
  }
}
