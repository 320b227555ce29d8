package dev.tally.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.Heartbeat;
import dev.tally.io.kafka.KafkaCluster;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends orders at a steady rate, cancels each tenth some seconds later, and lets the watermark of
 * the clean ad events, of which there are none, go with the clock.
 */
final class OrderSender implements AutoCloseable {
  private static final int CANCELS_EACH = 10;
  private static final long CANCELS_AFTER_MILLIS = 4_000;

  private final Producer<byte[], byte[]> producer;
  private final OrderTopics topics;
  private final int perSecond;
  private final Map<String, Sent> sent = new ConcurrentHashMap<>();
  private final Deque<Sent> toCancel = new ArrayDeque<>();
  private final Thread thread;
  private volatile boolean sending = true;
  private volatile boolean stopped;
  private volatile @Nullable Exception failure;

  /**
   * An order.
   *
   * @param at when it was sent, epoch ms
   * @param cancelled whether it is cancelled in the end
   */
  record Sent(String id, long at, boolean cancelled) {}

  private OrderSender(KafkaCluster cluster, OrderTopics topics, int perSecond) {
    Map<String, Object> config = new HashMap<>(cluster.producerConfig());
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.topics = topics;
    this.perSecond = perSecond;
    this.thread = new Thread(this::run, "chaos-orders");
    thread.setDaemon(true);
  }

  static OrderSender start(KafkaCluster cluster, OrderTopics topics, int perSecond) {
    OrderSender sender = new OrderSender(cluster, topics, perSecond);
    sender.thread.start();
    return sender;
  }

  private void run() {
    long started = System.nanoTime();
    try {
      for (long i = 0; !stopped; i++) {
        long now = System.currentTimeMillis();
        if (sending) {
          place(i, now);
        }
        cancelDue(now);
        heartbeats(now);
        LockSupport.parkNanos(started + (i + 1) * 1_000_000_000L / perSecond - System.nanoTime());
      }
    } catch (KafkaException | IllegalStateException e) {
      failure = stopped ? null : e;
    }
  }

  private void place(long number, long now) {
    Sent order = new Sent("order-" + number, now, number % CANCELS_EACH == 0);
    sent.put(order.id(), order);
    send(order, "placed");
    if (order.cancelled()) {
      toCancel.add(order);
    }
  }

  private void cancelDue(long now) {
    while (!toCancel.isEmpty() && toCancel.element().at() + CANCELS_AFTER_MILLIS <= now) {
      send(toCancel.remove(), "cancelled");
    }
  }

  private void send(Sent order, String status) {
    String json =
        """
        {"order_id":"%1$s","user_id":"user-%1$s","store_id":"store","order_time":%2$d,\
        "status":"%3$s","amount_micros":1000000,"currency":"USD","region":"us-east"}"""
            .formatted(order.id(), order.at(), status);
    send(new ProducerRecord<>(topics.orders(), order.id().getBytes(UTF_8), json.getBytes(UTF_8)));
  }

  private void heartbeats(long now) {
    for (int partition = 0; partition < OrderTopics.PARTITIONS; partition++) {
      send(Heartbeat.record(topics.cleanAdEvents(), partition, now, now));
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var unused =
        producer.send(
            record,
            (done, thrown) -> {
              if (thrown != null) {
                failure = thrown;
              }
            });
  }

  /** Sends no more orders, but what is still to be cancelled, and the watermark. */
  void pause() {
    sending = false;
  }

  /** What was sent, by order id. */
  Map<String, Sent> sent() {
    Exception thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("Kafka did not take the input", thrown);
    }
    return Map.copyOf(sent);
  }

  @Override
  public void close() {
    stopped = true;
    producer.close(); // The thread ends at its next try to send.
  }
}
