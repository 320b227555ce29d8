package dev.tally.it.restate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.Heartbeat;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.operations.restate.MinuteRange;
import dev.tally.operations.restate.RestateRules;
import dev.tally.operations.restate.RestateSettings;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.format.Mapping;
import dev.tally.transforms.format.MappingFile;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.PlaceholderIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Events of ten minutes, and a mapping under which other events count. Each minute has
 *
 * <ul>
 *   <li>on {@code ad-1}, a click that costs 10, and in even minutes another one whose cost is a
 *       text: it counts only with the mapping;
 *   <li>on {@code ad-2}, a click that costs 7 in a store that the mapping skips;
 *   <li>on {@code ad-3}, a click whose cost is the text 5: it counts only with the mapping.
 * </ul>
 */
final class RestatedDay {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final int MINUTES = 10;
  static final int PARTITIONS = 2;

  /** The minutes that are restated. */
  static final int FROM = 2;

  static final int TO = 8;

  static final String CORRECTED =
      """
      to: ad-events
      when:
        store_id: s-1
      fields:
        event_id: event_id
        event_type: event_type
        event_time: event_time
        ad_id: ad_id
        campaign_id: campaign_id
        store_id: store_id
        user_id: user_id
        region: region
        cost_micros: cost_micros
      """;

  private RestatedDay() {}

  static Instant minute(int number) {
    return NOON.plus(Duration.standardMinutes(number));
  }

  /** Sends the events of all minutes with broker times a second later. */
  static void send(KafkaCluster cluster, String prefix) throws Exception {
    try (Producer<byte[], byte[]> producer = producer(cluster)) {
      for (int i = 0; i < MINUTES; i++) {
        send(producer, prefix, i, "ad-1", "c-1", "s-1", "10");
        send(producer, prefix, i, "ad-2", "c-1", "test", "7");
        send(producer, prefix, i, "ad-3", "c-2", "s-1", "\"5\"");
        if (i % 2 == 0) {
          send(producer, prefix, i, "ad-1", "c-1", "s-1", "\"3\"");
        }
      }
    }
  }

  private static void send(
      Producer<byte[], byte[]> producer,
      String prefix,
      int minute,
      String ad,
      String campaign,
      String store,
      String cost)
      throws Exception {
    String json =
        ("{\"event_id\":\"%s-%d-%s\",\"event_type\":\"click\",\"event_time\":%d,"
                + "\"ad_id\":\"%s\",\"campaign_id\":\"%s\",\"store_id\":\"%s\","
                + "\"user_id\":\"u-1\",\"region\":\"us-east\",\"cost_micros\":%s}")
            .formatted(
                ad,
                minute,
                cost.replace("\"", "t"),
                minute(minute).getMillis(),
                ad,
                campaign,
                store,
                cost);
    long brokerTime = minute(minute).getMillis() + 1_000;
    producer
        .send(
            new ProducerRecord<>(
                prefix + "ad-events", minute % PARTITIONS, brokerTime, null, json.getBytes(UTF_8)))
        .get();
  }

  /** Advances the time of the raw topics. */
  static void advance(KafkaCluster cluster, String prefix, Instant to) throws Exception {
    try (Producer<byte[], byte[]> producer = producer(cluster)) {
      for (String topic : new String[] {"ad-events", "campaigns"}) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          producer
              .send(Heartbeat.record(prefix + topic, partition, to.getMillis(), to.getMillis()))
              .get();
        }
      }
    }
  }

  /** Returns the cost of each ad and minute that has one. */
  static Map<String, Long> truth(boolean[] isRestated) {
    Map<String, Long> costs = new TreeMap<>();
    for (int i = 0; i < MINUTES; i++) {
      if (isRestated[i]) {
        costs.put("ad-1 " + minute(i), i % 2 == 0 ? 13L : 10L);
        costs.put("ad-3 " + minute(i), 5L);
      } else {
        costs.put("ad-1 " + minute(i), 10L);
        costs.put("ad-2 " + minute(i), 7L);
      }
    }
    return costs;
  }

  static boolean[] restated(int from, int to) {
    boolean[] restated = new boolean[MINUTES];
    for (int i = from; i < to; i++) {
      restated[i] = true;
    }
    return restated;
  }

  static RestateSettings settings(
      KafkaCluster cluster, String prefix, Path mapping, int from, int to) throws IOException {
    return new RestateSettings(
        cluster,
        new RestateSettings.Topics(prefix + "ad-events", prefix + "ad-metrics"),
        "local",
        new MinuteRange(minute(from), minute(to)),
        new RestateRules(
            DecodeRecords.adEvents()
                .with(
                    Mapping.toAdEvents(
                        MappingFile.of("corrected.yaml", Files.readString(mapping)))),
            new RestateRules.Bounds(
                Duration.standardHours(6), Duration.standardMinutes(5), Duration.ZERO),
            PlaceholderIds.standard(),
            InvalidTrafficRules.NONE,
            WatermarkPolicy.replay(Duration.ZERO)),
        10);
  }

  private static Producer<byte[], byte[]> producer(KafkaCluster cluster) {
    return new KafkaProducer<>(
        cluster.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer());
  }
}
