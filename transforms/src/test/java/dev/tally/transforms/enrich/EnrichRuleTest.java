package dev.tally.transforms.enrich;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.enrich.EnrichRule.Change;
import dev.tally.transforms.enrich.EnrichRule.Lookup;
import dev.tally.transforms.enrich.EnrichRule.Memory;
import dev.tally.transforms.enrich.EnrichRule.Outcome;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.Attribution;
import dev.tally.transforms.model.EventTime;
import dev.tally.transforms.model.OrderDetails;
import java.util.List;
import java.util.Set;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class EnrichRuleTest {
  private static final Duration MAX_WAIT = Duration.standardSeconds(2);
  private static final EnrichRule RULE = new EnrichRule(HOUR, MAX_WAIT, 2);
  private static final EnrichRule WITHOUT_SERVICE = EnrichRule.withoutService(HOUR);
  private static final AttributedOrder FIRST = credit(2);
  private static final AttributedOrder SECOND = credit(4);
  private static final OrderDetails DETAILS = new OrderDetails(1, "grocery", true);
  private static final OrderDetails OTHER_DETAILS = new OrderDetails(2, "grocery", true);
  private static final Lookup KNOWN = id -> DETAILS;
  private static final Lookup UNKNOWN = id -> null;
  private static final Lookup UNUSED =
      id -> {
        throw new AssertionError("no lookup is needed");
      };
  private static final Memory WAITS = new Memory(WaitingOrder.of(FIRST, NOON), null);
  private static final Memory SENT = new Memory(WaitingOrder.of(FIRST, NOON).nowSent(), null);
  private static final Memory ENRICHED = new Memory(null, DETAILS);

  @Test
  void emitsANewOrderWithItsDetails_whenTheyAreKnown() {
    assertThat(RULE.arrive(FIRST, Memory.NONE, NOON, NOON, KNOWN))
        .isEqualTo(
            new Change(
                ENRICHED,
                List.of(FIRST.withDetails(DETAILS)),
                Set.of(Outcome.ENRICHED),
                null,
                NOON.plus(HOUR)));
  }

  @Test
  void letsANewOrderWait_andLooksItUpSoon_whenItsDetailsAreUnknown() {
    Change change = RULE.arrive(FIRST, Memory.NONE, NOON, NOON, UNKNOWN);
    assertThat(change.memory()).isEqualTo(WAITS);
    assertThat(change.emitted()).isEmpty();
    assertThat(change.retryAfter()).isEqualTo(Duration.millis(100));
    assertThat(change.expireAt()).isEqualTo(EventTime.END);
  }

  @Test
  void emitsANewOrderAtOnce_butWaitsForItsDetails_whenTheMaxWaitIsZero() {
    EnrichRule impatient = new EnrichRule(HOUR, Duration.ZERO, 2);
    Change change = impatient.arrive(FIRST, Memory.NONE, NOON, NOON, UNKNOWN);
    assertThat(change.memory()).isEqualTo(SENT);
    assertThat(change.emitted()).containsExactly(FIRST);
    assertThat(change.retryAfter()).isEqualTo(Duration.millis(100));
  }

  @Test
  void usesTheFirstDetails_forACorrection_withoutALookup() {
    Change change = RULE.arrive(SECOND, ENRICHED, NOON, NOON, UNUSED);
    assertThat(change.emitted()).containsExactly(SECOND.withDetails(DETAILS));
    assertThat(change.memory()).isEqualTo(ENRICHED);
  }

  @Test
  void replacesTheCreditThatWaits_byANewerOneOnly_andKeepsTheTimers() {
    Change newer = RULE.arrive(SECOND, WAITS, at(100), NOON, UNKNOWN);
    assertThat(newer.memory().waiting()).isEqualTo(WaitingOrder.of(SECOND, NOON));
    assertThat(newer.retryAfter()).isNull();
    assertThat(newer.expireAt()).isNull();
    assertThat(RULE.arrive(FIRST, newer.memory(), at(100), NOON, UNKNOWN).memory())
        .isEqualTo(newer.memory());
  }

  @Test
  void emitsTheNewestCredit_whenDetailsArriveWithAnOlderOne() {
    Memory second = new Memory(WaitingOrder.of(SECOND, NOON), null);
    assertThat(RULE.arrive(FIRST, second, NOON, NOON, KNOWN).emitted())
        .containsExactly(SECOND.withDetails(DETAILS));
  }

  @Test
  void emitsACorrectionPending_whenTheMaxWaitIsOver() {
    Change change = RULE.arrive(SECOND, SENT, at(2_000), NOON, UNKNOWN);
    assertThat(change.emitted()).containsExactly(SECOND);
    assertThat(change.outcomes()).containsExactly(Outcome.SENT_PENDING);
    assertThat(RULE.arrive(SECOND, change.memory(), at(2_001), NOON, UNKNOWN).emitted()).isEmpty();
  }

  @Test
  void looksUpAgain_untilTheDetailsAreKnown() {
    Change again = RULE.retry(WAITS, at(100), NOON, UNKNOWN);
    assertThat(again.emitted()).isEmpty();
    assertThat(again.retryAfter()).isEqualTo(Duration.millis(100));
    assertThat(again.memory().waiting().attempts()).isEqualTo(1);
    assertThat(RULE.retry(again.memory(), at(200), NOON, KNOWN).emitted())
        .containsExactly(FIRST.withDetails(DETAILS));
  }

  @Test
  void emitsItPending_atTheEndOfTheMaxWait_once() {
    assertThat(RULE.retry(WAITS, at(1_999), NOON, UNKNOWN).emitted()).isEmpty();
    Change change = RULE.retry(WAITS, at(2_000), NOON, UNKNOWN);
    assertThat(change.emitted()).containsExactly(FIRST);
    assertThat(change.outcomes()).containsExactly(Outcome.SENT_PENDING);
    assertThat(RULE.retry(SENT, at(2_000), NOON, UNKNOWN).emitted()).isEmpty();
  }

  @Test
  void givesAnOrderUp_afterTheLastLookup_butNotBeforeItWasEmitted() {
    Change first = RULE.retry(SENT, at(3_000), NOON, UNKNOWN);
    assertThat(first.memory()).isNotEqualTo(Memory.NONE);
    Change last = RULE.retry(first.memory(), at(4_000), NOON, UNKNOWN);
    assertThat(last.memory()).isEqualTo(Memory.NONE);
    assertThat(last.outcomes()).containsExactly(Outcome.GIVEN_UP);
    assertThat(last.retryAfter()).isNull();
    Memory early = new Memory(WaitingOrder.of(FIRST, NOON).afterAttempt().afterAttempt(), null);
    assertThat(RULE.retry(early, at(1_000), NOON, UNKNOWN).memory().waiting().attempts())
        .isEqualTo(3);
  }

  @Test
  void remembersDetails_afterTheOrderTime_orAfterTheWatermarkIfThatIsLater() {
    Instant later = NOON.plus(HOUR.multipliedBy(5));
    assertThat(RULE.arrive(FIRST, Memory.NONE, NOON, NOON.minus(HOUR), KNOWN).expireAt())
        .isEqualTo(NOON.plus(HOUR));
    assertThat(RULE.arrive(FIRST, Memory.NONE, NOON, later, KNOWN).expireAt())
        .isEqualTo(later.plus(HOUR));
    assertThat(RULE.arrive(FIRST, Memory.NONE, NOON, EventTime.END, KNOWN).expireAt())
        .isEqualTo(EventTime.END);
  }

  @Test
  void forgetsDetails_atTheExpiry() {
    assertThat(RULE.expire(ENRICHED, NOON, UNUSED).memory()).isEqualTo(Memory.NONE);
  }

  @Test
  void movesAnExpiryThatIsOlderThanTheWait_toTheEndOfTheInput() {
    Change change = RULE.expire(WAITS, NOON, UNUSED);
    assertThat(change.memory()).isEqualTo(WAITS);
    assertThat(change.expireAt()).isEqualTo(EventTime.END);
  }

  @Test
  void emitsAnOrderThatStillWaits_atTheEndOfTheInput_butNotTwice() {
    assertThat(RULE.expire(WAITS, EventTime.END, UNKNOWN).emitted()).containsExactly(FIRST);
    assertThat(RULE.expire(SENT, EventTime.END, UNKNOWN).emitted()).isEmpty();
    assertThat(RULE.expire(SENT, EventTime.END, KNOWN).emitted())
        .containsExactly(FIRST.withDetails(DETAILS));
    assertThat(RULE.expire(WAITS, EventTime.END, UNKNOWN).memory()).isEqualTo(Memory.NONE);
  }

  @Test
  void setsNoLookupAtTheEndOfTheInput() {
    Change change = RULE.retry(WAITS, at(2_000), EventTime.END, UNKNOWN);
    assertThat(change.retryAfter()).isNull();
    assertThat(RULE.expire(change.memory(), EventTime.END, UNKNOWN).emitted())
        .as("it was emitted by the lookup")
        .isEmpty();
  }

  @Test
  void ignoresALookupOfAnOrderThatDoesNotWait() {
    assertThat(RULE.retry(ENRICHED, NOON, NOON, UNUSED).memory()).isEqualTo(ENRICHED);
    assertThat(RULE.retry(Memory.NONE, NOON, NOON, UNUSED).emitted()).isEmpty();
  }

  @Test
  void passesANewOrderThrough_andRemembersNothing_withoutAService() {
    Change change = WITHOUT_SERVICE.arrive(FIRST, Memory.NONE, NOON, NOON, UNUSED);
    assertThat(change).isEqualTo(new Change(Memory.NONE, List.of(FIRST), Set.of(), null, null));
  }

  /** What a job that is restored with other settings does with the state of the job before. */
  @Test
  void appliesAShorterMaxWait_toAnOrderThatAlreadyWaits() {
    EnrichRule shorter = new EnrichRule(HOUR, Duration.millis(500), 2);
    assertThat(RULE.retry(WAITS, at(500), NOON, UNKNOWN).emitted()).isEmpty();
    assertThat(shorter.retry(WAITS, at(500), NOON, UNKNOWN).emitted()).containsExactly(FIRST);
  }

  @Test
  void appliesALongerMaxWait_toAnOrderThatAlreadyWaits_butEmitsNothingTwice() {
    EnrichRule longer = new EnrichRule(HOUR, HOUR, 2);
    assertThat(longer.retry(WAITS, at(2_000), NOON, UNKNOWN).emitted()).isEmpty();
    assertThat(longer.retry(SENT, at(3_600_000), NOON, UNKNOWN).emitted()).isEmpty();
  }

  @Test
  void givesAnOrderUpAtItsNextLookup_whenFewerLookupsAreAllowed() {
    EnrichRule fewer = new EnrichRule(HOUR, MAX_WAIT, 1);
    Change change = fewer.retry(SENT, at(3_000), NOON, UNKNOWN);
    assertThat(change.memory()).isEqualTo(Memory.NONE);
    assertThat(change.outcomes()).containsExactly(Outcome.GIVEN_UP);
  }

  @Test
  void looksUpFurther_whenMoreLookupsAreAllowed() {
    Memory last = new Memory(SENT.waiting().afterAttempt(), null);
    assertThat(RULE.retry(last, at(3_000), NOON, UNKNOWN).memory()).isEqualTo(Memory.NONE);
    assertThat(new EnrichRule(HOUR, MAX_WAIT, 3).retry(last, at(3_000), NOON, UNKNOWN).memory())
        .isNotEqualTo(Memory.NONE);
  }

  @Test
  void appliesAnotherRefundAge_fromTheNextCorrectionOn() {
    EnrichRule longer = new EnrichRule(HOUR.multipliedBy(3), MAX_WAIT, 2);
    assertThat(longer.arrive(SECOND, ENRICHED, NOON, NOON, UNUSED).expireAt())
        .isEqualTo(NOON.plus(HOUR.multipliedBy(3)));
    assertThat(longer.expire(ENRICHED, NOON.plus(HOUR), UNUSED).memory())
        .as("the timer of the job before forgets the details")
        .isEqualTo(Memory.NONE);
  }

  @Test
  void requestsDetailsOfACorrection_onceThereIsAService() {
    Memory passed = WITHOUT_SERVICE.arrive(FIRST, Memory.NONE, NOON, NOON, UNUSED).memory();
    assertThat(RULE.arrive(SECOND, passed, NOON, NOON, KNOWN).emitted())
        .containsExactly(SECOND.withDetails(DETAILS));
  }

  @Test
  void keepsTheFirstDetails_overATimeWithoutAService() {
    Memory kept = WITHOUT_SERVICE.arrive(SECOND, ENRICHED, NOON, NOON, UNUSED).memory();
    assertThat(RULE.arrive(credit(6), kept, NOON, NOON, id -> OTHER_DETAILS).emitted())
        .containsExactly(credit(6).withDetails(DETAILS));
  }

  private static AttributedOrder credit(long revision) {
    return new AttributedOrder(
        revision, order("o", NOON), Attribution.ofOne("last_touch", List.of()), null);
  }

  private static Instant at(long millis) {
    return NOON.plus(Duration.millis(millis));
  }
}
