package dev.tally.transforms.budget;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.CampaignSpend;
import dev.tally.transforms.model.SpendStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class LedgerRuleTest {
  private static final BudgetSettings SETTINGS = BudgetSettings.defaults();
  private static final LedgerRule RULE = new LedgerRule(SETTINGS);
  private static final Instant TODAY = Slots.day(NOON);
  private static final Instant TOMORROW = Slots.endOfDay(TODAY);
  private static final int DAY_SECONDS = 86_400;

  private final NavigableMap<SpendSlot, Long> pending = new TreeMap<>();
  private CampaignLedger ledger = CampaignLedger.EMPTY;
  private Instant next;

  @Test
  void announcesTheSpendOfASlot_whenItHasEnded() {
    spend(NOON, TODAY, 5);
    assertThat(advance(noonPlus(10)))
        .singleElement()
        .satisfies(
            spend -> {
              assertThat(spend.spendMicros()).isEqualTo(5);
              assertThat(spend.day()).isEqualTo(TODAY);
              assertThat(spend.revision()).isEqualTo(noonPlus(10).getMillis());
              assertThat(spend.asOf()).isEqualTo(noonPlus(-50));
              assertThat(spend.rateMicrosPerMinute()).isEqualTo(60);
              assertThat(spend.boundMicros()).isEqualTo(120);
              assertThat(spend.budgetMicros()).isNull();
              assertThat(spend.activeUntil()).isNull();
            });
  }

  @Test
  void doesNotCountASlot_thatHasNotEnded() {
    spend(NOON, TODAY, 5);
    spend(noonPlus(10), TODAY, 7);
    assertThat(advance(noonPlus(10))).extracting(CampaignSpend::spendMicros).containsExactly(5L);
    assertThat(next).isEqualTo(noonPlus(20));
    assertThat(advance(noonPlus(20))).extracting(CampaignSpend::spendMicros).containsExactly(12L);
  }

  @Test
  void extendsTheTimeUntilWhichACampaignMaySpend_inEverySlotWhileItSpends() {
    budget(TODAY, 6_000);
    spend(NOON, TODAY, 100);
    assertThat(advance(noonPlus(10)).get(0).activeUntil()).isEqualTo(noonPlus(-50 + 295));
    assertThat(next).isEqualTo(noonPlus(20));
    assertThat(advance(noonPlus(20)).get(0).activeUntil()).isEqualTo(noonPlus(-40 + 295));
  }

  @Test
  void announcesThatACampaignSpendsNothing_andThenNothing() {
    budget(TODAY, 6_000);
    spend(NOON, TODAY, 100);
    advance(noonPlus(10));
    assertThat(advance(noonPlus(610)))
        .singleElement()
        .satisfies(
            spend -> {
              assertThat(spend.rateMicrosPerMinute()).isZero();
              assertThat(spend.activeUntil()).isNull();
              assertThat(spend.status()).isEqualTo(SpendStatus.ACTIVE);
            });
    assertThat(advance(noonPlus(620))).isEmpty();
  }

  @Test
  void isExhausted_beforeSpendAndBoundPassTheBudget_andActiveAgainWithANewBudget() {
    budget(TODAY, 400);
    spend(NOON, TODAY, 10);
    spend(noonPlus(60), TODAY, 290);
    assertThat(status(noonPlus(10))).containsExactly(SpendStatus.ACTIVE);
    assertThat(status(noonPlus(70))).containsExactly(SpendStatus.EXHAUSTED);
    assertThat(status(noonPlus(80))).isEmpty();
    budget(noonPlus(95), 4_000);
    assertThat(status(noonPlus(90))).isEmpty();
    assertThat(next).isEqualTo(noonPlus(100));
    assertThat(status(noonPlus(100))).containsExactly(SpendStatus.ACTIVE);
  }

  @Test
  void countsALateEventForItsOwnDay_andForgetsTheDayWhenItCannotChange() {
    budget(TODAY, 1_000);
    spend(TOMORROW.plus(Duration.standardHours(3)), TODAY, 70);
    advance(TOMORROW.plus(Duration.standardHours(4)));
    assertThat(ledger.days())
        .extracting(DaySpend::day, DaySpend::micros)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(TODAY, 70L),
            org.assertj.core.groups.Tuple.tuple(TOMORROW, 0L));
    advance(TOMORROW.plus(Duration.standardHours(6)));
    assertThat(ledger.days()).extracting(DaySpend::day).containsExactly(TOMORROW);
  }

  @Test
  void announcesADayBeforeItIsForgotten_whenTheWatermarkPassesBoth() {
    spend(TOMORROW.plus(Duration.standardHours(5)), TODAY, 70);
    assertThat(advance(TOMORROW.plus(Duration.standardDays(100))))
        .extracting(CampaignSpend::day, CampaignSpend::spendMicros)
        .contains(org.assertj.core.groups.Tuple.tuple(TODAY, 70L));
    assertThat(ledger.days()).isEmpty();
    assertThat(next).isNull();
  }

  @Test
  void beginsANewDayAtMidnight_withTheRateOfTheDayBefore() {
    budget(TODAY, 1_000);
    spend(TOMORROW.minus(Duration.standardSeconds(5)), TODAY, 50);
    assertThat(advance(TOMORROW))
        .extracting(CampaignSpend::day, CampaignSpend::spendMicros)
        .contains(org.assertj.core.groups.Tuple.tuple(TOMORROW, 0L));
  }

  /** Which slots the rule was called for depends on the watermark, and must not matter. */
  @Property(tries = 100)
  void aRevisionHasOneContent_whicheverSlotsWereAnnounced(@ForAll long seed) {
    NavigableMap<Long, CampaignSpend> all = byRevision(seed, new Random(1), 1);
    byRevision(seed, new Random(seed), 50)
        .forEach(
            (revision, spend) -> {
              Map.Entry<Long, CampaignSpend> last = all.floorEntry(revision);
              assertThat(facts(spend)).isEqualTo(facts(last.getValue()));
              if (last.getKey().equals(revision)) {
                assertThat(spend).isEqualTo(last.getValue());
              }
            });
  }

  private static List<Object> facts(CampaignSpend spend) {
    return List.of(spend.spendMicros(), String.valueOf(spend.budgetMicros()), spend.status());
  }

  /** Compares with a sum over all changes. */
  @Property(tries = 100)
  void theLastRecordOfADayIsTheSumOfItsChanges(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int step) {
    Map<Instant, CampaignSpend> last = new TreeMap<>();
    byRevision(seed, new Random(seed), step)
        .values()
        .forEach(spend -> last.put(spend.day(), spend));
    Map<Instant, Long> sums = new TreeMap<>();
    changes(new Random(seed))
        .forEach(change -> sums.merge(change.day(), change.micros(), Long::sum));
    sums.values().removeIf(sum -> sum == 0);
    last.values().removeIf(spend -> spend.spendMicros() == 0);
    assertThat(last.keySet()).isEqualTo(sums.keySet());
    last.forEach((day, spend) -> assertThat(spend.spendMicros()).isEqualTo(sums.get(day)));
  }

  /** Returns what is announced of today's spend if the watermark advances by up to some slots. */
  private static NavigableMap<Long, CampaignSpend> byRevision(
      long seed, Random watermarks, int maxSlots) {
    LedgerRuleTest run = new LedgerRuleTest();
    run.budget(TODAY, 3_000);
    run.budget(noonPlus(DAY_SECONDS / 4), 2_000 + Math.floorMod(seed, 3_000));
    changes(new Random(seed)).forEach(c -> run.spend(c.brokerTime(), c.day(), c.micros()));
    NavigableMap<Long, CampaignSpend> found = new TreeMap<>();
    Instant end = TOMORROW.plus(Duration.standardHours(5));
    Instant to = TODAY;
    while (to.isBefore(end)) {
      Duration more = SETTINGS.interval().multipliedBy(1 + watermarks.nextInt(maxSlots));
      to = to.plus(more).isBefore(end) ? to.plus(more) : end;
      for (CampaignSpend spend : run.advance(to)) {
        if (spend.day().equals(TODAY)) {
          found.put(spend.revision(), spend);
        }
      }
    }
    return found;
  }

  private static List<CampaignChange.OfSpend> changes(Random random) {
    List<CampaignChange.OfSpend> changes = new ArrayList<>();
    int size = random.nextInt(60);
    for (int i = 0; i < size; i++) {
      Instant at = TODAY.plus(Duration.standardSeconds(random.nextInt(DAY_SECONDS)));
      changes.add(new CampaignChange.OfSpend(at, TODAY, random.nextInt(120) - 20L));
    }
    return changes;
  }

  private void budget(Instant from, long micros) {
    ledger = ledger.plus(new CampaignChange.OfBudget(from, from, micros));
  }

  private void spend(Instant at, Instant day, long micros) {
    pending.merge(new SpendSlot(RULE.slots().endOf(at), day), micros, Long::sum);
  }

  private List<SpendStatus> status(Instant to) {
    List<SpendStatus> all = advance(to).stream().map(CampaignSpend::status).toList();
    return all;
  }

  private List<CampaignSpend> advance(Instant to) {
    LedgerRule.Step step = RULE.advance("c", ledger, pending, to);
    step.counted().forEach(pending::remove);
    ledger = step.ledger();
    next = step.next();
    return step.announcements();
  }
}
