package dev.tally.scenarios.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.Heartbeat;
import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends orders at a constant rate and cancels every tenth order four seconds later. There are no
 * clean ad events; heartbeats advance the watermark of their topic with the clock.
 */
final class OrderSender extends SteadySender {
  private static final int CANCELS_EACH = 10;
  private static final long CANCELS_AFTER_MILLIS = 4_000;

  private final OrderTopics topics;
  private final Map<String, Sent> sent = new ConcurrentHashMap<>();
  private final Deque<Sent> toCancel = new ArrayDeque<>();
  private volatile boolean sending = true;

  /**
   * An order that was sent.
   *
   * @param at when the order was sent, epoch ms
   * @param cancelled true if the order is cancelled later
   */
  record Sent(String id, long at, boolean cancelled) {}

  private OrderSender(KafkaCluster cluster, OrderTopics topics, int perSecond) {
    super(List.of(cluster), perSecond);
    this.topics = topics;
  }

  static OrderSender start(KafkaCluster cluster, OrderTopics topics, int perSecond) {
    OrderSender sender = new OrderSender(cluster, topics, perSecond);
    sender.start();
    return sender;
  }

  @Override
  void step(long index) {
    long now = System.currentTimeMillis();
    if (sending) {
      place(index, now);
    }
    cancelDue(now);
    heartbeats(now);
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
    send(
        0, new ProducerRecord<>(topics.orders(), order.id().getBytes(UTF_8), json.getBytes(UTF_8)));
  }

  private void heartbeats(long now) {
    for (int partition = 0; partition < OrderTopics.PARTITIONS; partition++) {
      send(0, Heartbeat.record(topics.cleanAdEvents(), partition, now, now));
    }
  }

  /** Stops sending orders; pending cancellations and heartbeats are still sent. */
  void pause() {
    sending = false;
  }

  /** Returns the orders sent, by order id. */
  Map<String, Sent> sent() throws IOException {
    requireAccepted();
    return Map.copyOf(sent);
  }
}
