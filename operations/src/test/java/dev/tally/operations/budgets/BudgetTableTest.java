package dev.tally.operations.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BudgetTableTest {
  private static final Instant TODAY = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant TOMORROW = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant ONE = NOON.plus(Duration.ofHours(1));

  private final BudgetTable table = new BudgetTable(2);

  @Test
  void addsTheReaderLagToTheBound() {
    table.add(spend("c", TODAY, 1, false, ONE));
    assertThat(bound(NOON.plusSeconds(10))).isEqualTo(120);
    assertThat(bound(NOON.plusSeconds(300))).isEqualTo(300);
  }

  @Test
  void isActive_untilTheTimeThatTheRecordContains() {
    table.add(spend("c", TODAY, 1, false, ONE));
    assertThat(exhausted(ONE.minusMillis(1))).isFalse();
    assertThat(exhausted(ONE)).isTrue();
  }

  @Test
  void boundsADayThatIsOver_byItsEnd() {
    table.add(spend("c", TODAY, 1, false, null));
    long wholeRest = Duration.between(NOON, TOMORROW).toMinutes() * 60;
    assertThat(bound(TOMORROW.plus(Duration.ofDays(5)))).isEqualTo(wholeRest);
  }

  @Test
  void keepsTheHighestRevision_inAnyOrder() {
    table.add(spend("c", TODAY, 2, true, null));
    table.add(spend("c", TODAY, 1, false, null));
    assertThat(exhausted(NOON)).isTrue();
    table.add(spend("c", TODAY, 3, false, null));
    assertThat(exhausted(NOON)).isFalse();
  }

  @Test
  void hasNoAnswer_forAnUnknownCampaignOrDay() {
    table.add(spend("c", TODAY, 1, false, null));
    assertThat(table.answer("other", TODAY, NOON)).isEmpty();
    assertThat(table.answer("c", TODAY.minus(Duration.ofDays(1)), NOON)).isEmpty();
  }

  @Test
  void answersForANewDay_fromTheRateOfTheDayBefore() {
    table.add(spend("c", TODAY, 1, true, null));
    BudgetAnswer early = table.answer("c", TOMORROW, TOMORROW.plusSeconds(120)).orElseThrow();
    assertThat(early.spend()).isZero();
    assertThat(early.bound()).isEqualTo(120);
    assertThat(early.exhausted()).isFalse();
    Instant late = TOMORROW.plus(Duration.ofHours(17));
    assertThat(table.answer("c", TOMORROW, late).orElseThrow().exhausted()).isTrue();
  }

  @Test
  void keepsTwoDays_ofTheFirstCampaigns() {
    table.add(spend("c", TODAY.minus(Duration.ofDays(1)), 1, false, null));
    table.add(spend("c", TODAY, 1, false, null));
    table.add(spend("c", TOMORROW, 1, false, null));
    assertThat(table.answer("c", TODAY.minus(Duration.ofDays(1)), NOON)).isEmpty();
    assertThat(table.answer("c", TODAY, NOON)).isPresent();
    table.add(spend("d", TODAY, 1, false, null));
    table.add(spend("e", TODAY, 1, false, null));
    assertThat(table.campaigns()).isEqualTo(2);
    assertThat(table.ignored()).isEqualTo(1);
  }

  @Test
  void writesAnAnswerAsJson() {
    table.add(spend("c\"", TODAY, 1, false, ONE));
    assertThat(table.answer("c\"", TODAY, NOON).orElseThrow().toJson())
        .isEqualTo(
            "{\"campaign_id\":\"c\\\"\",\"day\":\"2026-03-01\",\"status\":\"active\","
                + "\"spend_micros\":500,\"bound_micros\":120,\"budget_micros\":1000,"
                + "\"as_of\":1772366400000,\"active_until\":1772370000000}");
  }

  @Test
  void readsARecord_andRefusesAnotherOne() throws IOException {
    ObjectMapper json = new ObjectMapper();
    KnownSpend read =
        KnownSpend.of(
            json.readTree(
                """
                {"record_uuid":"u","revision":7,"campaign_id":"c","day":1772323200000,
                 "spend_micros":500,"budget_micros":1000,"rate_micros_per_minute":60,
                 "as_of":1772366400000,"bound_micros":120,"status":"active",
                 "active_until":1772370000000}"""));
    assertThat(read).isEqualTo(spend("c", TODAY, 7, false, ONE));
    assertThatThrownBy(() -> KnownSpend.of(json.readTree("{\"campaign_id\":\"c\"}")))
        .hasMessageContaining("has no field day");
  }

  private long bound(Instant now) {
    return table.answer("c", TODAY, now).orElseThrow().bound();
  }

  private boolean exhausted(Instant now) {
    return table.answer("c", TODAY, now).orElseThrow().exhausted();
  }

  private static KnownSpend spend(
      String campaign, Instant day, long revision, boolean exhausted, @Nullable Instant until) {
    return new KnownSpend(campaign, day, revision, 500, 1_000L, 60, NOON, 120, exhausted, until);
  }
}
