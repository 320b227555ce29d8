package dev.tally.scenarios.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.model.AdMetric;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends revisions of records to two regions; each revision goes to one of the regions or to both.
 */
final class LoadSender extends SteadySender {
  private static final int FACTS = 200;
  private static final int PER_SECOND = 60;

  private final int regions;
  private final String topic;
  private final Random chance;
  private final Map<Integer, Long> sent = new HashMap<>();

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
    AdMetric record = LoadRecords.record(fact, sent.merge(fact, 1L, Long::sum));
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
   * Stops sending and waits until Kafka has acknowledged all records.
   *
   * @throws IOException if Kafka did not accept a record
   */
  LoadOracle finish() throws IOException, InterruptedException {
    stop();
    return new LoadOracle(Map.copyOf(sent));
  }
}
