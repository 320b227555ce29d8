package dev.tally.transforms.attribute;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderProgress;
import dev.tally.transforms.model.OrderStatus;
import dev.tally.transforms.model.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code KeptOrder} is a remembered order with all its accepted records. The merged order depends
 * on the set of records, never on the order in which they arrived.
 *
 * @param records in the order in which they were accepted, at least one
 * @param emittedHash a hash of what was emitted last; 0 if nothing was emitted
 * @param decided the touches that are considered for the order, from the time on at which they are
 *     final because no touch that may still arrive can change them; null before that time
 */
record KeptOrder(
    List<OrderRecord> records, Phase phase, long emittedHash, @Nullable Candidates decided) {

  /** The progress of an order. The codes are part of the state. */
  enum Phase {
    /** The watermark has not passed the order time. */
    WAITING(0),
    /** The order was attributed; touches that arrive late correct it. */
    OPEN(1),
    /** Only records of the order itself can still change it. */
    DECIDED(2);

    private final int code;

    Phase(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static @Nullable Phase ofCode(int code) {
      return Arrays.stream(values()).filter(s -> s.code == code).findFirst().orElse(null);
    }
  }

  private static final Comparator<Order> EARLIER =
      Comparator.comparing(Order::getOrderTime)
          .thenComparing(Order::getRegion)
          .thenComparing(Order::getBrokerTime);

  static KeptOrder of(OrderRecord first, Phase phase) {
    return new KeptOrder(List.of(first), phase, 0, null);
  }

  KeptOrder at(Phase reached) {
    return new KeptOrder(records, reached, emittedHash, decided);
  }

  KeptOrder decided(Candidates candidates) {
    return new KeptOrder(records, Phase.DECIDED, emittedHash, candidates);
  }

  KeptOrder withEmittedHash(long hash) {
    return new KeptOrder(records, phase, hash, decided);
  }

  /**
   * Returns the order with one more record, or this order if the record is a copy. The record is
   * rejected if it contradicts an earlier one or if the order has too many records.
   */
  Verdict<KeptOrder> with(OrderRecord record) {
    Order added = record.order();
    for (OrderRecord known : records) {
      if (known.isCopyOf(added)) {
        return known.agreesWith(added)
            ? Verdict.accepted(this)
            : conflict("a record of the same order and part with different content", known);
      }
    }
    OrderRecord first = records.get(0);
    if (!record.status().isClosing() && !added.getCurrency().equals(first.order().getCurrency())) {
      return conflict("currency: a record of the same order with a different currency", first);
    }
    if (records.size() >= OrderProgress.MAX_RECORDS) {
      return Verdict.refused(
          Reason.TOO_MANY_RECORDS,
          "order_id: expected at most %d records of one order"
              .formatted(OrderProgress.MAX_RECORDS));
    }
    List<OrderRecord> all = new ArrayList<>(records);
    all.add(record);
    return Verdict.accepted(new KeptOrder(List.copyOf(all), phase, emittedHash, decided));
  }

  private static Verdict<KeptOrder> conflict(String what, OrderRecord first) {
    return Verdict.refused(
        Reason.CONFLICTING_COPY, what + " was accepted before: " + first.where());
  }

  String orderId() {
    return records.get(0).order().getOrderId();
  }

  /**
   * Returns when the order was placed: the time of its earliest line or, as long as there is none,
   * of its earliest record.
   */
  Instant time() {
    return base().getOrderTime();
  }

  /** Returns the latest order time among all records; a refund may name any of them. */
  Instant latest() {
    return all().map(Order::getOrderTime).max(Comparator.naturalOrder()).orElseThrow();
  }

  /**
   * Returns true if a touch may earn credit for the order: a line of it has arrived, and it is not
   * closed.
   */
  boolean isCreditable() {
    return placed().findAny().isPresent() && !isClosed();
  }

  /** Returns the order merged from all records. */
  Order merged() {
    return base().toBuilder()
        .setStatus(status().wireName())
        .setAmountMicros(amount())
        .setLineId("")
        .setRefundId("")
        .build();
  }

  private Order base() {
    if (records.size() == 1) {
      return records.get(0).order();
    }
    return placed().min(EARLIER).orElseGet(() -> all().min(EARLIER).orElseThrow());
  }

  private OrderStatus status() {
    return records.stream().map(OrderRecord::status).max(Comparator.naturalOrder()).orElseThrow();
  }

  private boolean isClosed() {
    return status().isClosing();
  }

  /**
   * Returns the amount that is left after refunds. For a cancelled order it is the amount that was
   * cancelled.
   */
  private long amount() {
    if (status() == OrderStatus.REFUNDED) {
      return 0;
    }
    if (isClosed() && placed().findAny().isEmpty()) {
      return base().getAmountMicros();
    }
    long placed = placed().mapToLong(Order::getAmountMicros).sum();
    long refunded = of(OrderStatus.PARTIALLY_REFUNDED).mapToLong(Order::getAmountMicros).sum();
    return Math.max(0, placed - refunded);
  }

  private Stream<Order> placed() {
    return of(OrderStatus.PLACED);
  }

  private Stream<Order> of(OrderStatus status) {
    return records.stream().filter(r -> r.status() == status).map(OrderRecord::order);
  }

  private Stream<Order> all() {
    return records.stream().map(OrderRecord::order);
  }
}
