package dev.tally.operations.erase;

import dev.tally.transforms.codec.AttributedOrderJson;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.Attribution;
import dev.tally.transforms.model.Order;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.joda.time.Instant;

/** Users, orders and requests of the tests. */
final class ErasureCast {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final String ALICE = "alice";
  static final String BOB = "bob";

  private ErasureCast() {}

  /** Returns requests of noon. */
  static ErasureRequests requests(String... users) {
    return ErasureRequests.of(
        Stream.of(users).map(UserFingerprint::of).toList(), Map.of(), () -> "r-1", NOON);
  }

  /** Returns the JSON of an attributed order. */
  static byte[] attributed(String orderId, String user, long revision, Instant orderTime) {
    return AttributedOrderJson.encode(
        new AttributedOrder(
            revision,
            order(orderId, user, orderTime),
            Attribution.ofOne("last_touch", List.of()),
            null));
  }

  static Order order(String orderId, String user, Instant orderTime) {
    return Order.builder()
        .setOrderId(orderId)
        .setUserId(user)
        .setStoreId("s-1")
        .setOrderTime(orderTime)
        .setStatus("placed")
        .setAmountMicros(7_000_000)
        .setCurrency("USD")
        .setRegion("eu")
        .setBrokerTime(orderTime)
        .build();
  }
}
