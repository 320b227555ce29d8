package dev.tally.scenarios.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.scenarios.chaos.OrderSender.Sent;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the committed revisions of each order and records when they were seen. */
final class SeenOrders implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Consumer<byte[], byte[]> consumer;
  private final Map<String, Seen> seen = new HashMap<>();
  private int conflicting;
  private int repeated;

  /** The revisions of one order; times are in epoch ms, 0 for never. */
  static final class Seen {
    private final Map<Long, JsonNode> revisions = new HashMap<>();
    private long highest = -1;
    private long pendingAt;
    private long enrichedAt;

    /** Returns true if the order was seen without details. */
    boolean wasPending() {
      return pendingAt > 0;
    }

    /** Returns when the order was first seen with details. */
    long enrichedAt() {
      return enrichedAt;
    }

    private JsonNode newest() {
      return revisions.getOrDefault(highest, MissingNode.getInstance());
    }
  }

  SeenOrders(KafkaCluster cluster, String topic) {
    this.consumer =
        new KafkaConsumer<>(
            cluster.consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> all =
        IntStream.range(0, OrderTopics.PARTITIONS)
            .mapToObj(p -> new TopicPartition(topic, p))
            .toList();
    consumer.assign(all);
    all.forEach(partition -> consumer.seek(partition, 0));
  }

  /** Polls once. */
  void poll() throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (record.value() != null) {
        add(JSON.readTree(record.value()), System.currentTimeMillis());
      }
    }
  }

  private void add(JsonNode order, long now) {
    Seen its = seen.computeIfAbsent(order.path("order_id").asText(), id -> new Seen());
    long revision = order.path("revision").asLong();
    JsonNode same = its.revisions.putIfAbsent(revision, order);
    if (same != null) {
      repeated += same.equals(order) ? 1 : 0;
      conflicting += same.equals(order) ? 0 : 1;
      return;
    }
    if (hasDetails(order) && hasDetails(its.newest()) && !sameDetails(order, its.newest())) {
      conflicting++;
    }
    its.highest = Math.max(its.highest, revision);
    its.enrichedAt = hasDetails(order) && its.enrichedAt == 0 ? now : its.enrichedAt;
    its.pendingAt = !hasDetails(order) && its.pendingAt == 0 ? now : its.pendingAt;
  }

  private static boolean hasDetails(JsonNode order) {
    return order.path("details_status").asText().equals("PRESENT");
  }

  private static boolean sameDetails(JsonNode one, JsonNode other) {
    return List.of("items", "category", "new_customer").stream()
        .allMatch(field -> one.path(field).equals(other.path(field)));
  }

  @Nullable Seen get(String orderId) {
    return seen.get(orderId);
  }

  boolean isEmpty() {
    return seen.isEmpty();
  }

  /** Returns true if all of these orders have their final state. */
  boolean areSettled(Collection<Sent> orders) {
    return orders.stream().allMatch(this::isSettled);
  }

  /** Returns true if the highest revision of an order has details and the order's final status. */
  boolean isSettled(Sent sent) {
    Seen its = seen.get(sent.id());
    return its != null
        && hasDetails(its.newest())
        && its.newest().path("status").asText().equals(sent.cancelled() ? "cancelled" : "placed");
  }

  /**
   * Returns the number of revisions with two different contents plus the number of changes of an
   * order's details.
   */
  int conflicting() {
    return conflicting;
  }

  /** Returns the number of records that are equal to another record. */
  int repeated() {
    return repeated;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
