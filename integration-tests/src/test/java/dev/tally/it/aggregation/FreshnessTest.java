package dev.tally.it.aggregation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotRows;
import dev.tally.io.pinot.PinotTables;
import dev.tally.it.Servers;
import dev.tally.pipelines.union.UnionTables;
import dev.tally.server.stack.LocalStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that a live click becomes a row in Pinot with the job's default settings, and prints the
 * duration. It does not check the time, which depends on the load of the machine.
 */
@Tag("integration")
class FreshnessTest {
  private static final int CLICKS = 100;
  private static final long CLICK_EVERY_MILLIS = 250;
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  @TempDir private Path dir;

  private static String click(int ad, long now) {
    return ("{\"event_id\":\"e-%d\",\"event_type\":\"click\",\"event_time\":%d,\"ad_id\":\"ad-%d\","
            + "\"campaign_id\":\"c-1\",\"store_id\":\"s-1\",\"user_id\":\"u-1\","
            + "\"region\":\"us-east\"}")
        .formatted(ad, now, ad);
  }

  @Test
  void aLiveClickBecomesARow() throws Exception {
    LocalStack stack = Servers.all();
    KafkaCluster cluster = KafkaCluster.at(stack.kafkaBootstrap());
    String prefix = "fresh-" + UUID.randomUUID() + "-";
    RunningJob.createTopics(cluster, prefix, 2, false);
    PinotTables.at(stack.pinotController())
        .apply(
            UnionTables.adMetrics(
                "fresh_ad_metrics", prefix + "ad-metrics", stack.kafkaBootstrap()));
    Map<String, Long> sentAt = new ConcurrentHashMap<>();
    Map<String, Long> seenAfter = new ConcurrentHashMap<>();
    AtomicInteger next = new AtomicInteger();
    ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
    try (RunningJob job =
            RunningJob.start(cluster, dir, RunningJob.options(cluster, prefix, "--parallelism=2"));
        PinotQuery pinot = PinotQuery.at(stack.pinotBroker());
        Producer<byte[], byte[]> producer =
            new KafkaProducer<>(
                cluster.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      await().atMost(DEADLINE).ignoreExceptions().until(() -> job.completedCheckpoints() > 0);
      sender.scheduleAtFixedRate(
          () -> {
            int ad = next.getAndIncrement();
            if (ad < CLICKS) {
              long now = System.currentTimeMillis();
              sentAt.put("ad-" + ad, now);
              producer.send(
                  new ProducerRecord<>(prefix + "ad-events", click(ad, now).getBytes(UTF_8)));
            }
          },
          0,
          CLICK_EVERY_MILLIS,
          TimeUnit.MILLISECONDS);
      await()
          .atMost(DEADLINE)
          .pollInterval(Duration.ofMillis(200))
          .ignoreExceptions()
          .until(
              () -> {
                PinotRows rows = pinot.query("SELECT ad_id FROM fresh_ad_metrics", CLICKS + 1);
                long now = System.currentTimeMillis();
                for (int row = 0; row < rows.rowCount(); row++) {
                  String ad = String.valueOf(rows.get(row, "ad_id"));
                  seenAfter.computeIfAbsent(ad, a -> now - sentAt.get(a));
                }
                return seenAfter.size() == CLICKS;
              });
    } finally {
      sender.shutdownNow();
    }
    List<Long> sorted = seenAfter.values().stream().sorted().toList();
    assertThat(sorted).hasSize(CLICKS);
    System.out.printf(
        "from a click to its row in Pinot: p50 %d ms, p99 %d ms, max %d ms (n=%d)%n",
        sorted.get(CLICKS / 2), sorted.get(CLICKS * 99 / 100), sorted.get(CLICKS - 1), CLICKS);
  }
}
