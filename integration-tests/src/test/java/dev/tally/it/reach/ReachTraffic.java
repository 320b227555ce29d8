package dev.tally.it.reach;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.codec.AdEventJson;
import dev.tally.transforms.codec.AdMetricJson;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.RecordUuid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Accepted events of some campaigns on two days, in three parts that each contain users of every
 * set, and the distinct users, counted with hash sets.
 */
final class ReachTraffic {
  static final String LARGE = "c-large";

  private static final int PARTS = 3;
  private static final int LARGE_USERS = 80_000;
  private static final int IMPRESSIONS = 1_234;
  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

  private final KafkaCluster kafka;
  private final String prefix;
  private final List<AdEvent> events = new ArrayList<>();
  private final Map<String, Set<String>> users = new TreeMap<>();
  private final Map<String, Set<String>> ofCampaign = new TreeMap<>();

  ReachTraffic(KafkaCluster kafka, String prefix) {
    this.kafka = kafka;
    this.prefix = prefix;
    Random random = new Random(20260301);
    for (int user = 0; user < LARGE_USERS; user++) {
      add(LARGE, "large-" + user, EventType.IMPRESSION, DAY.plus(Duration.millis(user)));
    }
    for (int event = 0; event < 9_000; event++) {
      String user = event % 50 == 0 ? "undefined" : "é-" + random.nextInt(700);
      EventType type = random.nextInt(5) == 0 ? EventType.CLICK : EventType.IMPRESSION;
      Duration after = Duration.standardMinutes(random.nextInt(2 * 24 * 60));
      add("c-" + random.nextInt(3), user, type, DAY.plus(after));
    }
  }

  private void add(String campaign, String user, EventType type, Instant time) {
    events.add(
        AdEvent.builder()
            .setEventId("e-" + events.size())
            .setEventType(type)
            .setEventTime(time)
            .setAdId("a")
            .setCampaignId(campaign)
            .setStoreId("s")
            .setUserId(user)
            .setRegion(events.size() % 2 == 0 ? "eu" : "us")
            .setBrokerTime(time)
            .build());
    if (!user.equals("undefined")) {
      long day = Math.floorDiv(time.getMillis(), 86_400_000L) * 86_400_000L;
      users.computeIfAbsent(set(campaign, day, type.wireName()), any -> new HashSet<>()).add(user);
      ofCampaign.computeIfAbsent(campaign, any -> new HashSet<>()).add(user);
    }
  }

  /** Returns the name of a set of users. */
  static String set(String campaign, long dayStart, String eventType) {
    return campaign + " " + Instant.ofEpochMilli(dayStart) + " " + eventType;
  }

  /** Returns the number of distinct users of each set. */
  Map<String, Long> users() {
    Map<String, Long> counts = new TreeMap<>();
    users.forEach((set, ids) -> counts.put(set, (long) ids.size()));
    return counts;
  }

  int sets() {
    return users.size();
  }

  /** Returns the number of distinct users of campaigns over all days and event types. */
  long usersOf(String... campaigns) {
    Set<String> all = new HashSet<>();
    for (String campaign : campaigns) {
      all.addAll(ofCampaign.get(campaign));
    }
    return all.size();
  }

  /** Returns the impressions per user of the first campaign on the first day. */
  String frequency() {
    long reached = users.get(set("c-0", DAY.getMillis(), "impression")).size();
    return new java.math.BigDecimal(IMPRESSIONS)
        .divide(new java.math.BigDecimal(reached), 4, java.math.RoundingMode.HALF_UP)
        .toPlainString();
  }

  /** Sends the parts from {@code from} to {@code to}, exclusive. */
  void sendEvents(int from, int to) {
    try (Producer<byte[], byte[]> producer = producer()) {
      for (int i = 0; i < events.size(); i++) {
        if (i % PARTS >= from && i % PARTS < to) {
          AdEvent event = events.get(i);
          producer.send(
              new ProducerRecord<>(
                  prefix + "clean-ad-events",
                  null,
                  event.getBrokerTime().getMillis(),
                  event.getUserId().getBytes(UTF_8),
                  AdEventJson.encode(event)));
        }
      }
      producer.flush();
    }
  }

  /** Sends the ad metrics of the first campaign on the first day. */
  void sendMetrics() {
    AdMetric metric =
        AdMetric.builder()
            .setRecordUuid(RecordUuid.ofAdMetric("us", "c-0", "a", "s", DAY))
            .setRevision(IMPRESSIONS)
            .setRegion("us")
            .setAdId("a")
            .setCampaignId("c-0")
            .setStoreId("s")
            .setMinute(DAY)
            .setSums(MeasureSums.of(IMPRESSIONS, 0, 0, 0))
            .setBrokerTime(DAY)
            .build();
    try (Producer<byte[], byte[]> producer = producer()) {
      producer.send(
          new ProducerRecord<>(
              prefix + "ad-metrics",
              metric.getRecordUuid().toString().getBytes(UTF_8),
              AdMetricJson.encode(metric)));
      producer.flush();
    }
  }

  private Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        kafka.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer());
  }
}
