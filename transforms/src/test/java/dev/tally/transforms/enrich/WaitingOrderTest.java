package dev.tally.transforms.enrich;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.Attribution;
import dev.tally.transforms.model.CoderLaws;
import java.util.List;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class WaitingOrderTest {
  private static final Duration MAX_WAIT = Duration.standardSeconds(2);
  private static final AttributedOrder CREDIT =
      new AttributedOrder(2, order("o", NOON), Attribution.ofOne("last_touch", List.of()), null);
  private static final WaitingOrder ORDER = WaitingOrder.of(CREDIT, NOON);

  @Test
  void looksAgainSoon_thenEachTimeLater_butAlwaysWithinAMinute() {
    assertThat(pauseAfter(0)).isEqualTo(100);
    assertThat(pauseAfter(400)).isEqualTo(100);
    assertThat(pauseAfter(1_000)).isEqualTo(250);
    assertThat(pauseAfter(60_000)).isEqualTo(15_000);
    assertThat(pauseAfter(240_000)).isEqualTo(60_000);
    assertThat(pauseAfter(86_400_000)).isEqualTo(60_000);
  }

  @Test
  void looksForTheAnswer_soonAfterALookThatAsked() {
    WaitingOrder asked = ORDER.nowSent().afterAttempt();
    assertThat(asked.untilNextAttempt(at(60_000), MAX_WAIT).getMillis()).isEqualTo(1_000);
    assertThat(asked.afterAttempt().untilNextAttempt(at(61_000), MAX_WAIT).getMillis())
        .isEqualTo(15_250);
  }

  @Test
  void retriesAtTheEndOfItsMaxWait_unlessItWasSent() {
    assertThat(pauseAfter(1_900)).isEqualTo(100);
    assertThat(pauseAfter(1_950)).isEqualTo(50);
    assertThat(ORDER.nowSent().untilNextAttempt(at(1_950), MAX_WAIT).getMillis()).isEqualTo(487);
  }

  @Test
  void isSentAtTheEndOfItsMaxWait_once() {
    assertThat(ORDER.mustBeSent(at(1_999), MAX_WAIT)).isFalse();
    assertThat(ORDER.mustBeSent(at(2_000), MAX_WAIT)).isTrue();
    assertThat(ORDER.nowSent().mustBeSent(at(2_000), MAX_WAIT)).isFalse();
  }

  @Test
  void isExhausted_afterAllAttempts_onceItWasSent() {
    assertThat(ORDER.afterAttempt().nowSent().isExhausted(2)).isFalse();
    assertThat(ORDER.afterAttempt().afterAttempt().nowSent().isExhausted(2)).isTrue();
    assertThat(ORDER.afterAttempt().afterAttempt().isExhausted(2))
        .as("its credit has not been emitted yet")
        .isFalse();
  }

  @Test
  void keepsItsAttempts_whenACorrectionComes() {
    AttributedOrder newer =
        new AttributedOrder(4, order("o", NOON), Attribution.ofOne("last_touch", List.of()), null);
    assertThat(ORDER.afterAttempt().nowSent().with(newer))
        .isEqualTo(new WaitingOrder(newer, NOON, false, 1));
  }

  @Test
  void keepsALayout() throws Exception {
    CoderLaws.roundTrips(WaitingOrderCoder.of(), ORDER.nowSent().afterAttempt());
    CoderLaws.hasLayout(
        WaitingOrderCoder.of(),
        ORDER,
        "01809494caca33000001000000000000000201809494caca33809494caca33b0b63c016f05616c69636507"
            + "73746f72652d3106706c616365640355534407"
            + "75732d6561737400000a6c6173745f746f75636800000000");
  }

  private static long pauseAfter(long millis) {
    return ORDER.untilNextAttempt(at(millis), MAX_WAIT).getMillis();
  }

  private static Instant at(long millis) {
    return NOON.plus(Duration.millis(millis));
  }
}
