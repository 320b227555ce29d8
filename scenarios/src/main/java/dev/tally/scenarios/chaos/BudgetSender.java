package dev.tally.scenarios.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.Heartbeat;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.codec.AdMetricJson;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.MetricMeasure;
import dev.tally.transforms.model.RecordUuid;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Sends ad metrics with growing revisions, some of them again or in a lower revision, and
 * heartbeats. The cost of a fact grows with its revision.
 */
final class BudgetSender extends SteadySender {
  static final String CAMPAIGN = "campaign-";
  private static final int CAMPAIGNS = 5;
  private static final int FACTS = 400;
  private static final int PER_SECOND = 200;
  private static final int STEPS_PER_HEARTBEAT = 40;
  private static final int REPEATS_OF_TEN = 2;
  private static final Duration BEYOND = Duration.standardMinutes(1);

  private final String topic;
  private final SplittableRandom random;
  private final Map<Integer, Long> revisions = new TreeMap<>();
  private final Instant minute;

  private BudgetSender(KafkaCluster kafka, String topic, long seed) {
    super(List.of(kafka), PER_SECOND);
    this.topic = topic;
    this.random = new SplittableRandom(seed);
    this.minute = Instant.ofEpochMilli(System.currentTimeMillis() / 60_000 * 60_000);
  }

  static BudgetSender start(KafkaCluster kafka, String topic, long seed) {
    BudgetSender sender = new BudgetSender(kafka, topic, seed);
    sender.start();
    return sender;
  }

  @Override
  void step(long index) {
    int fact = random.nextInt(FACTS);
    long before = revisions.getOrDefault(fact, 0L);
    boolean repeat = before > 0 && random.nextInt(10) < REPEATS_OF_TEN;
    long revision = repeat ? 1 + random.nextLong(before) : before + 1;
    revisions.put(fact, Math.max(before, revision));
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    send(0, record(fact, revision, now));
    if (index % STEPS_PER_HEARTBEAT == 0) {
      heartbeats(now);
    }
  }

  private ProducerRecord<byte[], byte[]> record(int fact, long revision, Instant now) {
    AdMetric metric =
        AdMetric.builder()
            .setRecordUuid(RecordUuid.of("chaos", topic, String.valueOf(fact)))
            .setRevision(revision)
            .setRegion("local")
            .setAdId("ad-" + fact)
            .setCampaignId(campaign(fact))
            .setStoreId("store")
            .setMinute(minute)
            .setSums(
                MeasureSums.NONE
                    .with(MetricMeasure.CLICKS, revision)
                    .with(MetricMeasure.SPEND_MICROS, cost(fact, revision)))
            .setBrokerTime(now)
            .build();
    return new ProducerRecord<>(
        topic,
        fact % BudgetTopics.PARTITIONS,
        now.getMillis(),
        metric.getRecordUuid().toString().getBytes(UTF_8),
        AdMetricJson.encode(metric));
  }

  private void heartbeats(Instant watermark) {
    for (int partition = 0; partition < BudgetTopics.PARTITIONS; partition++) {
      send(0, Heartbeat.record(topic, partition, watermark.getMillis(), watermark.getMillis()));
    }
  }

  private static String campaign(int fact) {
    return CAMPAIGN + fact % CAMPAIGNS;
  }

  private static long cost(int fact, long revision) {
    return revision * (fact + 1);
  }

  /** Stops, and returns the expected spend by campaign. */
  Map<String, Long> finish() throws IOException, InterruptedException {
    stop();
    heartbeats(Instant.ofEpochMilli(System.currentTimeMillis()).plus(BEYOND));
    Map<String, Long> spend = new TreeMap<>();
    revisions.forEach(
        (fact, revision) -> spend.merge(campaign(fact), cost(fact, revision), Long::sum));
    return spend;
  }
}
