package dev.tally.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.codec.CampaignSpendJson;
import dev.tally.transforms.codec.DefaultNames;
import dev.tally.transforms.model.CampaignSpend;
import dev.tally.transforms.model.SpendStatus;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.DateTimeZone;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Writes one record of today's spend per campaign. */
final class SpendRecords {
  private static final long BUDGET = 500_000_000;
  private static final long RATE = 400_000;

  private SpendRecords() {}

  static void write(KafkaCluster kafka, int campaigns) {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int campaign = 0; campaign < campaigns; campaign++) {
        CampaignSpend spend = spend(campaign);
        var unused =
            producer.send(
                new ProducerRecord<>(
                    DefaultNames.CAMPAIGN_SPEND,
                    spend.recordUuid().toString().getBytes(UTF_8),
                    CampaignSpendJson.encode(spend)));
      }
    }
  }

  static String campaign(int number) {
    return "campaign-" + number;
  }

  private static CampaignSpend spend(int campaign) {
    Instant now = Instant.now();
    Instant day = now.toDateTime(DateTimeZone.UTC).withTimeAtStartOfDay().toInstant();
    return new CampaignSpend(
        now.getMillis(),
        campaign(campaign),
        day,
        campaign,
        BUDGET,
        RATE,
        now,
        2 * RATE,
        SpendStatus.ACTIVE,
        now.plus(Duration.standardHours(1)),
        now);
  }
}
