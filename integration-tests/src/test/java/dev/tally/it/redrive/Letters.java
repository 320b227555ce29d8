package dev.tally.it.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.redrive.Judges;
import dev.tally.operations.redrive.LetterFilter;
import dev.tally.operations.redrive.RedriveSettings;
import dev.tally.transforms.cleanse.CleanseRecords;
import dev.tally.transforms.codec.DeadLetterJson;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.format.Mapping;
import dev.tally.transforms.format.MappingFile;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Events whose cost is a text, which only a mapping accepts, and the letters that they become. */
final class Letters {
  static final int PER_TRANSACTION = 4;

  /** Reads a cost that is a text, unlike Tally's own JSON. */
  static final String CORRECTED =
      """
      to: ad-events
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

  private Letters() {}

  static List<String> events(String name, int count, String cost) {
    long now = System.currentTimeMillis();
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                ("{\"event_id\":\"%s-%d\",\"event_type\":\"click\",\"event_time\":%d,"
                        + "\"ad_id\":\"ad-1\",\"campaign_id\":\"c-1\",\"store_id\":\"s-1\","
                        + "\"user_id\":\"u-1\",\"region\":\"us-east\",\"cost_micros\":%s}")
                    .formatted(name, i, now, cost))
        .toList();
  }

  static RedriveSettings settings(KafkaCluster cluster, String prefix, Path mapping)
      throws IOException {
    return new RedriveSettings(
        cluster,
        new RedriveSettings.Topics(prefix + "dead-letters", prefix + "redriven"),
        "local",
        LetterFilter.all(),
        new RedriveSettings.Limits(Long.MAX_VALUE, 3, PER_TRANSACTION),
        Judges.none()
            .adEvents(
                DecodeRecords.adEvents()
                    .with(
                        Mapping.toAdEvents(
                            MappingFile.of("corrected.yaml", Files.readString(mapping)))),
                CleanseRecords.rawAdEvents(
                    Duration.standardHours(6),
                    Duration.standardMinutes(5),
                    PlaceholderIds.standard())));
  }

  /** Sends values to partition 0. */
  static void send(KafkaCluster cluster, String topic, List<String> values) throws Exception {
    try (Producer<byte[], byte[]> producer = producer(cluster)) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, 0, null, value.getBytes(UTF_8))).get();
      }
    }
  }

  /**
   * Sends the letter of a value in partition 0 of the raw topic.
   *
   * @param recordBytes the size limit of the letter; with 0 its payload is omitted
   */
  static void sendLetter(
      KafkaCluster cluster, String prefix, long offset, String value, int recordBytes)
      throws Exception {
    sendLetter(cluster, prefix, offset, value.getBytes(UTF_8), recordBytes);
  }

  static void sendLetter(
      KafkaCluster cluster, String prefix, long offset, byte[] value, int recordBytes)
      throws Exception {
    RawRecord record = RawRecord.of("local", prefix + "ad-events", 0, offset, Instant.now(), value);
    DeadLetter letter = DeadLetter.of("DecodeAdEvents", Reason.WRONG_TYPE, "cost", record);
    try (Producer<byte[], byte[]> producer = producer(cluster)) {
      producer
          .send(
              new ProducerRecord<>(
                  prefix + "dead-letters",
                  DeadLetterJson.key(letter).getBytes(UTF_8),
                  DeadLetterJson.encode(letter, recordBytes)))
          .get();
    }
  }

  private static Producer<byte[], byte[]> producer(KafkaCluster cluster) {
    return new KafkaProducer<>(
        cluster.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer());
  }
}
