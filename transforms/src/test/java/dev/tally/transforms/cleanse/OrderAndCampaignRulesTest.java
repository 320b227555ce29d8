package dev.tally.transforms.cleanse;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.SKEW;
import static dev.tally.transforms.Cast.cancelled;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderAges;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.Verdict;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderAndCampaignRulesTest {
  private static final Duration MILLISECOND = Duration.millis(1);
  private static final OrderRules RULES =
      new OrderRules(new OrderAges(HOUR, HOUR.multipliedBy(5)), SKEW, PlaceholderIds.standard());
  private static final CampaignRules CAMPAIGNS =
      new CampaignRules(HOUR.multipliedBy(2), HOUR, PlaceholderIds.standard());
  private static final Order ORDER = order("o", NOON);

  @Test
  void takesAnOrderUpToItsAge_andACancellationLongAfter() {
    assertThat(reason(takenAt(ORDER, NOON.plus(HOUR)))).isNull();
    assertThat(reason(takenAt(ORDER, NOON.plus(HOUR).plus(MILLISECOND)))).isEqualTo(Reason.TOO_OLD);
    Instant last = NOON.plus(OrderAges.MAX_CLOSING_AGE);
    assertThat(reason(takenAt(cancelled(ORDER), last))).isNull();
    assertThat(reason(takenAt(cancelled(ORDER), last.plus(MILLISECOND)))).isEqualTo(Reason.TOO_OLD);
    assertThat(reason(takenAt(ORDER, NOON.minus(SKEW)))).isNull();
    assertThat(reason(takenAt(ORDER, NOON.minus(SKEW).minus(MILLISECOND))))
        .isEqualTo(Reason.IN_THE_FUTURE);
  }

  @Test
  void refusesWhatCanBeNoOrder() {
    assertThat(reason(ORDER.toBuilder().setOrderId("o".repeat(128)).build())).isNull();
    assertThat(reason(ORDER.toBuilder().setOrderId("o".repeat(129)).build()))
        .isEqualTo(Reason.ID_TOO_LONG);
    assertThat(reason(ORDER.toBuilder().setUserId("").build())).isEqualTo(Reason.EMPTY_ID);
    assertThat(reason(ORDER.toBuilder().setStatus("").build())).isEqualTo(Reason.UNKNOWN_STATUS);
    assertThat(reason(ORDER.toBuilder().setUserId("a\u0000b").build()))
        .isEqualTo(Reason.CONTROL_CHARACTER);
    assertThat(reason(ORDER.toBuilder().setLineId("l".repeat(129)).build()))
        .isEqualTo(Reason.ID_TOO_LONG);
    assertThat(reason(ORDER.toBuilder().setOrderId("Undefined").build()))
        .isEqualTo(Reason.PLACEHOLDER_ID);
    assertThat(reason(ORDER.toBuilder().setUserId("undefined").build())).isNull();
    assertThat(reason(ORDER.toBuilder().setRegion("*").build())).isEqualTo(Reason.RESERVED_REGION);
    assertThat(reason(ORDER.toBuilder().setAmountMicros(OrderRules.MAX_AMOUNT_MICROS + 1).build()))
        .isEqualTo(Reason.AMOUNT_TOO_LARGE);
    assertThat(reason(ORDER.toBuilder().setAmountMicros(0).build())).isNull();
    assertThat(reason(ORDER.toBuilder().setAmountMicros(-1).build()))
        .isEqualTo(Reason.NEGATIVE_AMOUNT);
    assertThat(reason(ORDER.toBuilder().setCurrency("usd").build()))
        .isEqualTo(Reason.UNKNOWN_CURRENCY);
    assertThat(reason(order("o", Instant.ofEpochMilli(-1)))).isEqualTo(Reason.TIME_OUT_OF_BOUNDS);
    assertThat(reason(order("o", Instant.ofEpochMilli(1L << 42))))
        .isEqualTo(Reason.TIME_OUT_OF_BOUNDS);
  }

  @ParameterizedTest
  @CsvSource({
    "canceled,cancelled",
    "Cancelled,cancelled",
    " VOIDED ,cancelled",
    "refunded,refunded",
    "Charged-Back,refunded",
    "Partially Refunded,partially_refunded",
    "partial_refund,partially_refunded",
    "Paid,placed",
    "shipped,placed"
  })
  void readsTheUsualSpellingsOfAStatus(String spelling, String expected) {
    Verdict<Order> verdict = RULES.judge(ORDER.toBuilder().setStatus(spelling).build());
    assertThat(verdict).isEqualTo(Verdict.accepted(ORDER.toBuilder().setStatus(expected).build()));
  }

  @Test
  void refusesAnUnknownStatus_andListsThoseThatAreKnown() {
    Verdict<Order> verdict = RULES.judge(ORDER.toBuilder().setStatus("annulled").build());
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            no -> {
              assertThat(no.reason()).isEqualTo(Reason.UNKNOWN_STATUS);
              assertThat(no.detail()).contains("placed, created", "cancelled, canceled");
            });
  }

  @Test
  void takesARefundOfAnAmountUpToItsAge() {
    Order refund = ORDER.toBuilder().setStatus("partially_refunded").build();
    Instant last = NOON.plus(HOUR.multipliedBy(5));
    assertThat(reason(takenAt(refund, last))).isNull();
    assertThat(reason(takenAt(refund, last.plus(MILLISECOND)))).isEqualTo(Reason.TOO_OLD);
  }

  @Test
  void refusesACampaignWhoseWindowIsLongerThanTouchesAreRemembered() {
    assertThat(reason(campaign("c", HOUR.multipliedBy(2), HOUR, 0))).isNull();
    assertThat(reason(campaign("c", HOUR.multipliedBy(2).plus(MILLISECOND), HOUR, 0)))
        .isEqualTo(Reason.WINDOW_TOO_LONG);
    assertThat(reason(campaign("c", HOUR, HOUR.plus(MILLISECOND), 0)))
        .isEqualTo(Reason.WINDOW_TOO_LONG);
    assertThat(reason(campaign("c", Duration.millis(-1), HOUR, 0)))
        .isEqualTo(Reason.NEGATIVE_LIMIT);
    assertThat(reason(campaign("c", HOUR, HOUR, -1))).isEqualTo(Reason.NEGATIVE_LIMIT);
    assertThat(reason(campaign("", HOUR, HOUR, 0))).isEqualTo(Reason.EMPTY_ID);
    assertThat(reason(campaign("(not set)", HOUR, HOUR, 0))).isEqualTo(Reason.PLACEHOLDER_ID);
    assertThat(reason(campaign("c".repeat(129), HOUR, HOUR, 0))).isEqualTo(Reason.ID_TOO_LONG);
  }

  private static Order takenAt(Order order, Instant brokerTime) {
    return order.toBuilder().setBrokerTime(brokerTime).build();
  }

  private static CampaignVersion campaign(
      String id, Duration clickWindow, Duration viewWindow, long budget) {
    return new CampaignVersion(id, NOON, clickWindow, viewWindow, budget, true, NOON);
  }

  private static @Nullable Reason reason(Order order) {
    return reason(RULES.judge(order));
  }

  private static @Nullable Reason reason(CampaignVersion version) {
    return reason(CAMPAIGNS.judge(version));
  }

  private static <T> @Nullable Reason reason(Verdict<T> verdict) {
    return verdict instanceof Verdict.Refused<T> no ? no.reason() : null;
  }
}
