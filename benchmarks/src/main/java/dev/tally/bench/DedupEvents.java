package dev.tally.bench;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Received;
import java.io.Serializable;
import java.util.UUID;
import java.util.function.Consumer;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * The events of one run of the deduplication benchmark, in the order in which brokers received
 * them. Each event is a function of its index. They come in three phases: new ids that fill the
 * state, events of which one in twenty is a copy of a random event of the first phase, and new ids
 * for a restored job. All of them together cover one hour, and none expires before the watermark is
 * released.
 *
 * @param run the name of the {@link RunLog} that says how far the source may emit, and when the
 *     watermark is released
 * @param ids the number of events of the first phase, a multiple of {@link #STEP}
 * @param more the number of events of the second phase, a multiple of {@link #STEP}
 * @param maxEventAge at least {@link #SPAN}
 */
record DedupEvents(String run, long ids, long more, Duration maxEventAge) implements Serializable {
  /** The time that all events together cover. */
  static final Duration SPAN = Duration.standardHours(1);

  /** Every phase has a multiple of this number of events, so that it ends with a block per lane. */
  static final long STEP = 200;

  /**
   * The number of events of the third phase. With 256 buckets, the probability that one of them has
   * no event is below 1 in a billion.
   */
  static final long FOR_RESTORED = 20_000;

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final int COPIES_ONE_IN = 20;
  private static final int CAMPAIGNS = 50;
  private static final int PARTITIONS = 4;

  /** The size of a raw ad event as JSON. It is passed through the shuffle with the event. */
  private static final byte[] PAYLOAD = new byte[250];

  Load load() {
    return new Load(run, total(), Load.UNLIMITED, 0, this::watermark);
  }

  long total() {
    return ids + more + FOR_RESTORED;
  }

  /** Returns the number of copies; all of them are in the second phase. */
  long copies() {
    return more / COPIES_ONE_IN;
  }

  /** Returns the number of ids that are remembered after the second phase. */
  long liveIds() {
    return ids + more - copies();
  }

  /** Returns the number of different ids of all phases. */
  long allIds() {
    return total() - copies();
  }

  private long watermark(long index) {
    return index >= total() && RunLog.of(run).isWatermarkReleased()
        ? START.plus(SPAN).plus(maxEventAge).plus(maxEventAge).getMillis()
        : brokerTime(index).getMillis();
  }

  private Instant brokerTime(long index) {
    return START.plus(Duration.millis((long) ((double) index / total() * SPAN.getMillis())));
  }

  /** Passes the events of a block to the consumer. */
  void make(long block, Consumer<Received<AdEvent>> consumer) {
    load().forEach(block, index -> consumer.accept(received(index)));
  }

  Received<AdEvent> received(long index) {
    Instant brokerTime = brokerTime(index);
    return Received.of(
        event(original(index), brokerTime),
        RawRecord.of(
            "us-east",
            "ad-events",
            (int) (index % PARTITIONS),
            index / PARTITIONS,
            brokerTime,
            PAYLOAD));
  }

  /** Returns the index of the event that an event is a copy of; its own index if it is none. */
  private long original(long index) {
    boolean copy = index >= ids && index < ids + more && index % COPIES_ONE_IN == 0;
    return copy ? Long.remainderUnsigned(Records.mixed(index), ids) : index;
  }

  private AdEvent event(long index, Instant brokerTime) {
    long campaign = index % CAMPAIGNS;
    return AdEvent.builder()
        .setEventId(new UUID(Records.mixed(index), Records.mixed(~index)).toString())
        .setEventType(index % 3 == 0 ? EventType.CLICK : EventType.IMPRESSION)
        .setEventTime(brokerTime(index))
        .setAdId("ad-" + (campaign * 10 + index % 10))
        .setCampaignId("campaign-" + campaign)
        .setStoreId("store-" + index % 1_000)
        .setUserId("user-" + Long.remainderUnsigned(Records.mixed(index), 1_000_000))
        .setRegion("us-east")
        .setBrokerTime(brokerTime)
        .build();
  }
}
