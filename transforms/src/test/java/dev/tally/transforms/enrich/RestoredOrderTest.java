package dev.tally.transforms.enrich;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.Attribution;
import dev.tally.transforms.model.OrderDetails;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.OutputBuilder;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Checks what happens to the state of a job that had an order service, when the job is restored
 * without one.
 */
class RestoredOrderTest {
  private static final AttributedOrder FIRST =
      new AttributedOrder(2, order("o", NOON), Attribution.ofOne("last_touch", List.of()), null);
  private static final AttributedOrder SECOND =
      new AttributedOrder(4, order("o", NOON), Attribution.ofOne("last_touch", List.of()), null);
  private static final OrderDetails DETAILS = new OrderDetails(1, "grocery", true);

  private final EnrichFn enrich = new EnrichFn(EnrichOrders.from(OrderService.absent(), HOUR));
  private final Cell<WaitingOrder> waiting = new Cell<>();
  private final Cell<OrderDetails> detailsState = new Cell<>();
  private final List<AttributedOrder> given = new ArrayList<>();
  private final OutputReceiver<AttributedOrder> out = new Given(given);

  @BeforeEach
  void connects() {
    enrich.setup();
  }

  @Test
  void anOrderInItsMaxWait_isSentAtItsNextAttempt() {
    waiting.write(WaitingOrder.of(FIRST, NOON));
    enrich.retry(waiting, detailsState, timerAt(NOON), timerAt(NOON), out);
    assertThat(given).containsExactly(FIRST);
    assertThat(waiting.read()).isNull();
  }

  @Test
  void anOrderInItsMaxWait_isSentInItsNewestCredit() {
    waiting.write(WaitingOrder.of(FIRST, NOON));
    process(SECOND);
    assertThat(given).containsExactly(SECOND);
    assertThat(waiting.read()).isNull();
  }

  @Test
  void anOrderThatIsPending_waitsNoLonger() {
    waiting.write(WaitingOrder.of(FIRST, NOON).nowSent());
    enrich.retry(waiting, detailsState, timerAt(NOON), timerAt(NOON), out);
    assertThat(given).isEmpty();
    assertThat(waiting.read()).isNull();
  }

  @Test
  void detailsOnceGiven_areGivenToACorrection() {
    detailsState.write(DETAILS);
    process(SECOND);
    assertThat(given).containsExactly(SECOND.withDetails(DETAILS));
  }

  @Test
  void aNewOrder_passesAndLeavesNothing() {
    process(FIRST);
    assertThat(given).containsExactly(FIRST);
    assertThat(waiting.read()).isNull();
    assertThat(detailsState.read()).isNull();
  }

  @Test
  void anExpiryThatIsOlderThanTheWait_endsNothing() {
    waiting.write(WaitingOrder.of(FIRST, NOON));
    enrich.expire(waiting, detailsState, timerAt(NOON), out);
    assertThat(given).isEmpty();
    assertThat(waiting.read()).isNotNull();
    enrich.expire(waiting, detailsState, timerAt(GlobalWindow.INSTANCE.maxTimestamp()), out);
    assertThat(given).containsExactly(FIRST);
  }

  private void process(AttributedOrder credit) {
    enrich.process(KV.of("o", credit), waiting, detailsState, timerAt(NOON), timerAt(NOON), out);
  }

  /** Returns a timer at this time; it can be set but never fires. */
  private static Timer timerAt(Instant now) {
    return (Timer)
        Proxy.newProxyInstance(
            Timer.class.getClassLoader(),
            new Class<?>[] {Timer.class},
            (timer, method, arguments) ->
                method.getName().equals("getCurrentRelativeTime")
                    ? now
                    : method.getReturnType() == Timer.class ? timer : null);
  }

  private record Given(List<AttributedOrder> orders) implements OutputReceiver<AttributedOrder> {
    @Override
    public void outputWithTimestamp(AttributedOrder order, Instant timestamp) {
      orders.add(order);
    }

    @Override
    public OutputBuilder<AttributedOrder> builder(AttributedOrder order) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Cell<T> implements ValueState<T> {
    private @Nullable T value;

    @Override
    public void write(T input) {
      value = input;
    }

    @Override
    public @Nullable T read() {
      return value;
    }

    @Override
    public ValueState<T> readLater() {
      return this;
    }

    @Override
    public void clear() {
      value = null;
    }
  }
}
