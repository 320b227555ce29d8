package dev.tally.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.model.AdMetric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends revisions of records to two regions: each to the one, the other or both. */
final class LoadSender extends SteadySender {
  private static final int FACTS = 200;
  private static final int PER_SECOND = 60;

  private final int regions;
  private final String topic;
  private final Random chance;
  private final Map<String, Long> sent = new HashMap<>();

  private LoadSender(List<KafkaCluster> regions, String topic, long seed) {
    super(regions, PER_SECOND);
    this.regions = regions.size();
    this.topic = topic;
    this.chance = new Random(seed);
  }

  static LoadSender start(List<KafkaCluster> regions, String topic, long seed) {
    LoadSender sender = new LoadSender(regions, topic, seed);
    sender.start();
    return sender;
  }

  @Override
  void step(long index) {
    int fact = chance.nextInt(FACTS);
    long revision =
        sent.merge(LoadRecords.record(fact, 1).getRecordUuid().toString(), 1L, Long::sum);
    AdMetric record = LoadRecords.record(fact, revision);
    int where = chance.nextInt(regions + 1);
    for (int region = 0; region < regions; region++) {
      if (where == region || where == regions) {
        send(region, message(record));
      }
    }
  }

  private ProducerRecord<byte[], byte[]> message(AdMetric record) {
    return new ProducerRecord<>(
        topic,
        null,
        record.getBrokerTime().getMillis(),
        record.getRecordUuid().toString().getBytes(UTF_8),
        LoadRecords.encode(record));
  }

  /**
   * Stops sending.
   *
   * @return the oracle: the highest revision of each record UUID; all below it were sent too
   * @throws IllegalStateException if Kafka has not taken it all
   */
  Map<String, Long> finish() throws InterruptedException {
    stop();
    return Map.copyOf(sent);
  }
}
