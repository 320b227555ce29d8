package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What happens to the second transaction of a Kafka producer when a request of its first
 * transaction reaches the broker late. Uses nothing but Kafka's clients, of any version, so it also
 * runs as a program of its own.
 */
final class LateRequest {
  /** Begins each line of {@link #main}. */
  static final String RESULT = "visible after a late ";

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** Long enough for a commit that the late request causes; the brokers finish it later. */
  static final Duration UNTIL_VISIBLE = Duration.ofSeconds(10);

  /** Enough if the late request is refused, because the brokers then do nothing later. */
  private static final Duration UNTIL_REFUSED = Duration.ofSeconds(2);

  private LateRequest() {}

  /**
   * Prints the result of {@link #visibleAfter} for each request that ends a transaction, and keeps
   * the proxy until the standard input ends.
   *
   * @param args the proxy's port and the broker's port
   */
  public static void main(String[] args) throws Exception {
    try (DelayingProxy proxy =
        new DelayingProxy(Integer.parseInt(args[0]), Integer.parseInt(args[1]))) {
      for (ApiKeys delayed : List.of(ApiKeys.END_TXN, ApiKeys.WRITE_TXN_MARKERS)) {
        System.out.println(RESULT + delayed + " " + visibleAfter(proxy, delayed, UNTIL_REFUSED));
        System.out.flush();
      }
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /**
   * Commits "first", with a request that is delayed, and writes "second" in the next transaction.
   * Returns the records that are visible to read-committed consumers when the late request has been
   * processed and the second transaction is still open.
   *
   * @param atMost how long to wait for a second record to become visible
   */
  static List<String> visibleAfter(DelayingProxy proxy, ApiKeys delayed, Duration atMost)
      throws Exception {
    TopicPartition partition = new TopicPartition("late-" + delayed, 0);
    createTopic(proxy.address(), partition.topic());
    Map<String, Object> config =
        Map.of("bootstrap.servers", proxy.address(), "transactional.id", partition.topic());
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, partition, "first");
      DelayingProxy.Hold hold = proxy.holdNext(delayed, partition.topic());
      producer.commitTransaction();
      hold.awaitHeld();
      producer.beginTransaction();
      send(producer, partition, "second");
      hold.deliver();
      return visible(proxy.address(), partition, atMost);
    }
  }

  private static void createTopic(String bootstrap, String topic) throws Exception {
    long start = System.nanoTime();
    while (true) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
        admin
            .createTopics(Set.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
            .all()
            .get();
        return;
      } catch (ExecutionException e) {
        if (System.nanoTime() - start > DEADLINE.toNanos()) {
          throw e;
        }
      }
    }
  }

  private static void send(Producer<byte[], byte[]> producer, TopicPartition partition, String text)
      throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                partition.topic(), partition.partition(), null, text.getBytes(UTF_8)))
        .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Returns the committed records: two as soon as there are two, else those after the wait. */
  private static List<String> visible(String bootstrap, TopicPartition partition, Duration atMost) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
    List<String> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(Set.of(partition));
      consumer.seekToBeginning(Set.of(partition));
      while (found.isEmpty()) {
        poll(consumer, found);
      }
      long end = System.nanoTime() + atMost.toNanos();
      while (System.nanoTime() < end && found.size() < 2) {
        poll(consumer, found);
      }
    }
    return found;
  }

  private static void poll(KafkaConsumer<byte[], byte[]> consumer, List<String> found) {
    consumer
        .poll(Duration.ofMillis(100))
        .forEach(record -> found.add(new String(record.value(), UTF_8)));
  }
}
