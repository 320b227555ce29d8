package dev.tally.transforms.enrich;

import dev.tally.transforms.model.AttributedOrder;
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
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Emits an order with its details once they are known, and looks them up until then. */
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
  private final Duration maxEventAge;
  private final Duration maxWait;
  private final int maxAttempts;
  private transient OrderService.@Nullable Connection connection;

  EnrichFn(EnrichOrders enrich) {
    this.service = enrich.service();
    this.maxEventAge = enrich.maxEventAge();
    this.maxWait = service.isAbsent() ? Duration.ZERO : enrich.maxWait();
    this.maxAttempts = service.isAbsent() ? 0 : enrich.maxAttempts();
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
      @StateId(DETAILS) ValueState<OrderDetails> detailsState,
      @TimerId(RETRY) Timer retry,
      @TimerId(EXPIRY) Timer expiry,
      OutputReceiver<AttributedOrder> out) {
    AttributedOrder credit = keyed.getValue();
    OrderDetails first = detailsState.read();
    if (first != null) {
      emit(credit, first, detailsState, expiry, out);
      return;
    }
    Instant now = retry.getCurrentRelativeTime();
    WaitingOrder before = waiting.read();
    if (before == null && service.isAbsent()) {
      send(credit, out);
      return;
    }
    WaitingOrder newest = before == null ? WaitingOrder.of(credit, now) : before.with(credit);
    if (emitIfKnown(newest, waiting, detailsState, expiry, out)) {
      return;
    }
    WaitingOrder left = sendIfDue(newest, now, out);
    if (left.isExhausted(maxAttempts)) {
      giveUp(left, waiting, expiry);
      return;
    }
    waiting.write(left);
    if (before == null) {
      expireAtTheEnd(expiry);
      retryLater(newest, now, retry);
    }
  }

  @OnTimer(RETRY)
  public void retry(
      @StateId(WAITING) ValueState<WaitingOrder> waiting,
      @StateId(DETAILS) ValueState<OrderDetails> detailsState,
      @TimerId(RETRY) Timer retry,
      @TimerId(EXPIRY) Timer expiry,
      OutputReceiver<AttributedOrder> out) {
    WaitingOrder order = waiting.read();
    if (order == null || emitIfKnown(order, waiting, detailsState, expiry, out)) {
      return;
    }
    Instant now = retry.getCurrentRelativeTime();
    WaitingOrder left = sendIfDue(order.afterAttempt(), now, out);
    if (left.isExhausted(maxAttempts)) {
      giveUp(left, waiting, expiry);
    } else if (!isEnd(expiry)) {
      // At the end of the input, runners fire this timer each time it is set.
      waiting.write(left);
      retryLater(left, now, retry);
    }
  }

  /**
   * Drops the stored details once no correction can arrive. At the end of a bounded input it emits
   * an order that is still waiting, so that none is lost silently.
   */
  @OnTimer(EXPIRY)
  public void expire(
      @StateId(WAITING) ValueState<WaitingOrder> waiting,
      @StateId(DETAILS) ValueState<OrderDetails> detailsState,
      @TimerId(EXPIRY) Timer expiry,
      OutputReceiver<AttributedOrder> out) {
    WaitingOrder order = waiting.read();
    if (order == null) {
      detailsState.clear();
    } else if (!isEnd(expiry)) { // The timer was set before the order began to wait again.
      expireAtTheEnd(expiry);
    } else if (!emitIfKnown(order, waiting, detailsState, expiry, out)) {
      sendIfDue(order, order.since().plus(maxWait), out);
      waiting.clear();
    }
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

  /** Emits a waiting order with its details if they are known; returns false if they are not. */
  private boolean emitIfKnown(
      WaitingOrder order,
      ValueState<WaitingOrder> waiting,
      ValueState<OrderDetails> detailsState,
      Timer expiry,
      OutputReceiver<AttributedOrder> out) {
    OrderDetails details = connection().lookUp(order.credit().order().getOrderId());
    if (details == null) {
      return false;
    }
    emit(order.credit(), details, detailsState, expiry, out);
    waiting.clear();
    return true;
  }

  private void emit(
      AttributedOrder credit,
      OrderDetails details,
      ValueState<OrderDetails> detailsState,
      Timer expiry,
      OutputReceiver<AttributedOrder> out) {
    enriched.inc();
    detailsState.write(details);
    remember(credit.order().getOrderTime(), expiry);
    send(credit.withDetails(details), out);
  }

  private void giveUp(WaitingOrder order, ValueState<WaitingOrder> waiting, Timer expiry) {
    givenUp.inc();
    waiting.clear();
    remember(order.credit().order().getOrderTime(), expiry);
  }

  private static void expireAtTheEnd(Timer expiry) {
    expiry.withNoOutputTimestamp().set(GlobalWindow.INSTANCE.maxTimestamp());
  }

  /**
   * Sets the expiry to {@code maxEventAge} after the order time, when no correction of the order
   * can arrive any longer, or after the watermark if that is later. The latter keeps the details
   * for copies of a cancellation that arrived late.
   */
  private void remember(Instant orderTime, Timer expiry) {
    Instant watermark = expiry.getCurrentRelativeTime();
    Instant last = orderTime.isAfter(watermark) ? orderTime : watermark;
    Instant end = GlobalWindow.INSTANCE.maxTimestamp();
    expiry
        .withNoOutputTimestamp()
        .set(last.isBefore(end.minus(maxEventAge)) ? last.plus(maxEventAge) : end);
  }

  /**
   * Emits an order without details if its maximum wait is over, and returns the order with this
   * recorded.
   */
  private WaitingOrder sendIfDue(
      WaitingOrder order, Instant now, OutputReceiver<AttributedOrder> out) {
    if (!order.mustBeSent(now, maxWait)) {
      return order;
    }
    pending.inc();
    send(order.credit(), out);
    return order.nowSent();
  }

  private static void send(AttributedOrder order, OutputReceiver<AttributedOrder> out) {
    out.outputWithTimestamp(order, order.order().getOrderTime());
  }

  /**
   * Sets the timer for the next lookup. Its output timestamp is the end of time, because it would
   * hold the watermark otherwise.
   */
  private void retryLater(WaitingOrder order, Instant now, Timer retry) {
    retry
        .withOutputTimestamp(GlobalWindow.INSTANCE.maxTimestamp())
        .offset(order.untilNextAttempt(now, maxWait))
        .setRelative();
  }

  private static boolean isEnd(Timer expiry) {
    return !expiry.getCurrentRelativeTime().isBefore(GlobalWindow.INSTANCE.maxTimestamp());
  }

  private OrderService.Connection connection() {
    return Objects.requireNonNull(connection);
  }
}
