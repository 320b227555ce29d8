package dev.tally.transforms.enrich;

import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.EventTime;
import dev.tally.transforms.model.OrderDetails;
import dev.tally.transforms.model.OrderDetailsCoder;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the details of an order until they are known, and then emits the order with them. {@link
 * EnrichRule} makes the decisions.
 */
final class EnrichFn extends DoFn<KV<String, AttributedOrder>, AttributedOrder> {
  private static final long serialVersionUID = 1L;

  /**
   * Per order: its newest credit, about 500 bytes, while its details are unknown; cleared when the
   * details are known or the lookups are used up.
   */
  private static final String WAITING = "waiting";

  /**
   * Per order: the details that were first used for it, about 30 bytes; absent while it waits.
   * {@link #EXPIRY} clears them.
   */
  private static final String DETAILS = "details";

  /**
   * Per order, processing time: the next lookup while the order waits. It does not hold the
   * watermark.
   */
  private static final String RETRY = "retry";

  /**
   * Per order, event time: when its details can be forgotten; while it waits, the end of the input.
   * It does not hold the watermark.
   */
  private static final String EXPIRY = "expiry";

  private final Counter enriched = Metrics.counter(EnrichOrders.class, "orders_enriched");
  private final Counter pending = Metrics.counter(EnrichOrders.class, "orders_sent_pending");
  private final Counter givenUp = Metrics.counter(EnrichOrders.class, "orders_given_up");

  @StateId(WAITING)
  private final StateSpec<ValueState<WaitingOrder>> waitingSpec =
      StateSpecs.value(WaitingOrderCoder.of());

  @StateId(DETAILS)
  private final StateSpec<ValueState<OrderDetails>> detailsSpec =
      StateSpecs.value(OrderDetailsCoder.of());

  @TimerId(RETRY)
  private final TimerSpec retrySpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @TimerId(EXPIRY)
  private final TimerSpec expirySpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final OrderService service;
  private final EnrichRule rule;
  private transient OrderService.@Nullable Connection connection;

  EnrichFn(EnrichOrders enrich) {
    this.service = enrich.service();
    this.rule =
        service.isAbsent()
            ? EnrichRule.withoutService(enrich.maxRefundAge())
            : new EnrichRule(enrich.maxRefundAge(), enrich.maxWait(), enrich.maxAttempts());
  }

  /**
   * Returns no limit: an order is emitted with its order time as timestamp, which the watermark may
   * have passed.
   */
  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  @Setup
  public void setup() {
    connection = service.connect();
  }

  @ProcessElement
  public void process(
      @Element KV<String, AttributedOrder> keyed,
      @StateId(WAITING) ValueState<WaitingOrder> waiting,
      @StateId(DETAILS) ValueState<OrderDetails> details,
      @TimerId(RETRY) Timer retry,
      @TimerId(EXPIRY) Timer expiry,
      OutputReceiver<AttributedOrder> out) {
    Cells cells = new Cells(waiting, details, expiry);
    EnrichRule.Memory before = cells.read();
    EnrichRule.Change change =
        rule.arrive(
            keyed.getValue(),
            before,
            retry.getCurrentRelativeTime(),
            expiry.getCurrentRelativeTime(),
            connection()::lookUp);
    cells.write(before, change);
    emit(change, out);
    retryLater(change, retry);
  }

  @OnTimer(RETRY)
  public void retry(
      @StateId(WAITING) ValueState<WaitingOrder> waiting,
      @StateId(DETAILS) ValueState<OrderDetails> details,
      @TimerId(RETRY) Timer retry,
      @TimerId(EXPIRY) Timer expiry,
      OutputReceiver<AttributedOrder> out) {
    Cells cells = new Cells(waiting, details, expiry);
    EnrichRule.Memory before = cells.read();
    EnrichRule.Change change =
        rule.retry(
            before,
            retry.getCurrentRelativeTime(),
            expiry.getCurrentRelativeTime(),
            connection()::lookUp);
    cells.write(before, change);
    emit(change, out);
    retryLater(change, retry);
  }

  @OnTimer(EXPIRY)
  public void expire(
      @StateId(WAITING) ValueState<WaitingOrder> waiting,
      @StateId(DETAILS) ValueState<OrderDetails> details,
      @TimerId(EXPIRY) Timer expiry,
      OutputReceiver<AttributedOrder> out) {
    Cells cells = new Cells(waiting, details, expiry);
    EnrichRule.Memory before = cells.read();
    EnrichRule.Change change =
        rule.expire(before, expiry.getCurrentRelativeTime(), connection()::lookUp);
    cells.write(before, change);
    emit(change, out);
  }

  @FinishBundle
  public void flush() {
    connection().flush();
  }

  @Teardown
  public void teardown() {
    if (connection != null) {
      connection.close();
    }
  }

  private void emit(EnrichRule.Change change, OutputReceiver<AttributedOrder> out) {
    change.outcomes().forEach(this::count);
    for (AttributedOrder order : change.emitted()) {
      out.outputWithTimestamp(order, order.order().getOrderTime());
    }
  }

  private void count(EnrichRule.Outcome outcome) {
    switch (outcome) {
      case ENRICHED -> enriched.inc();
      case SENT_PENDING -> pending.inc();
      case GIVEN_UP -> givenUp.inc();
    }
  }

  /**
   * Sets the timer for the next lookup. Its output timestamp is the end of time, because it would
   * hold the watermark otherwise.
   */
  private static void retryLater(EnrichRule.Change change, Timer retry) {
    if (change.retryAfter() != null) {
      retry.withOutputTimestamp(EventTime.END).offset(change.retryAfter()).setRelative();
    }
  }

  private OrderService.Connection connection() {
    return Objects.requireNonNull(connection);
  }

  /** The state of one order, with the timer that clears it. */
  private record Cells(
      ValueState<WaitingOrder> waiting, ValueState<OrderDetails> details, Timer expiry) {
    /** Reads one cell for most corrections: an order whose details are known does not wait. */
    EnrichRule.Memory read() {
      OrderDetails known = details.read();
      return new EnrichRule.Memory(known == null ? waiting.read() : null, known);
    }

    void write(EnrichRule.Memory before, EnrichRule.Change change) {
      put(before.waiting(), change.memory().waiting(), waiting);
      put(before.details(), change.memory().details(), details);
      if (change.expireAt() != null) {
        expiry.withNoOutputTimestamp().set(change.expireAt());
      }
    }

    private static <T> void put(@Nullable T before, @Nullable T after, ValueState<T> cell) {
      if (after == null && before != null) {
        cell.clear();
      } else if (after != null && !after.equals(before)) {
        cell.write(after);
      }
    }
  }
}
