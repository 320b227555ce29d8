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
 * An order that is remembered, with all its accepted records. What they say together depends on the
 * set of records, never on their order.
 *
 * @param records in the order in which they were accepted, at least one
 * @param shown a hash of what was emitted last, 0 if nothing was
 * @param decided the candidates, once no touch that may arrive can change them
 */
record KeptOrder(List<OrderRecord> records, Stage stage, long shown, @Nullable Candidates decided) {

  /** How far an order has come. Codes are part of the state. */
  enum Stage {
    /** The watermark has not passed its time. */
    WAITING(0),
    /** It was attributed; touches that arrive late correct it. */
    OPEN(1),
    /** Only records of the order itself change it. */
    DECIDED(2);

    private final int code;

    Stage(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static @Nullable Stage ofCode(int code) {
      return Arrays.stream(values()).filter(s -> s.code == code).findFirst().orElse(null);
    }
  }

  private static final Comparator<Order> EARLIER =
      Comparator.comparing(Order::getOrderTime)
          .thenComparing(Order::getRegion)
          .thenComparing(Order::getBrokerTime);

  static KeptOrder of(OrderRecord first, Stage stage) {
    return new KeptOrder(List.of(first), stage, 0, null);
  }

  KeptOrder at(Stage reached) {
    return new KeptOrder(records, reached, shown, decided);
  }

  KeptOrder decided(Candidates candidates) {
    return new KeptOrder(records, Stage.DECIDED, shown, candidates);
  }

  KeptOrder nowShown(long hash) {
    return new KeptOrder(records, stage, hash, decided);
  }

  /**
   * The order with one more record; itself if that is a copy; refused if the record contradicts an
   * earlier one, or the order has too many.
   */
  Verdict<KeptOrder> with(OrderRecord record) {
    Order added = record.order();
    for (OrderRecord known : records) {
      if (known.isCopyOf(added)) {
        return known.agreesWith(added)
            ? Verdict.accepted(this)
            : conflict("a record of the same order and part with other content", known);
      }
    }
    OrderRecord first = records.get(0);
    if (!record.status().isClosing() && !added.getCurrency().equals(first.order().getCurrency())) {
      return conflict("currency: a record of the same order with another currency", first);
    }
    if (records.size() >= OrderProgress.MAX_RECORDS) {
      return Verdict.refused(
          Reason.TOO_MANY_RECORDS,
          "order_id: expected at most %d records of one order"
              .formatted(OrderProgress.MAX_RECORDS));
    }
    List<OrderRecord> all = new ArrayList<>(records);
    all.add(record);
    return Verdict.accepted(new KeptOrder(List.copyOf(all), stage, shown, decided));
  }

  private static Verdict<KeptOrder> conflict(String what, OrderRecord first) {
    return Verdict.refused(
        Reason.CONFLICTING_COPY, what + " was accepted before: " + first.where());
  }

  String orderId() {
    return records.get(0).order().getOrderId();
  }

  /** When the order was placed: by its earliest line, or else by its earliest record. */
  Instant time() {
    return base().getOrderTime();
  }

  /** The latest time that a record has for the order: refunds refer to one of them. */
  Instant latest() {
    return all().map(Order::getOrderTime).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** Whether a touch may earn it: the order itself has arrived, and it is not closed. */
  boolean isCreditable() {
    return placed().findAny().isPresent() && !isClosed();
  }

  /** What all records say together. */
  Order merged() {
    return base().toBuilder()
        .setStatus(status().wireName())
        .setAmountMicros(amount())
        .setLineId("")
        .setRefundId("")
        .build();
  }

  private Order base() {
    return placed().min(EARLIER).orElseGet(() -> all().min(EARLIER).orElseThrow());
  }

  private OrderStatus status() {
    return records.stream().map(OrderRecord::status).max(Comparator.naturalOrder()).orElseThrow();
  }

  private boolean isClosed() {
    return status().isClosing();
  }

  /** Of a cancelled order what was cancelled. */
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
