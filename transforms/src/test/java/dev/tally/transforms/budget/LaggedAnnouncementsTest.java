package dev.tally.transforms.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.CampaignSpend;
import dev.tally.transforms.model.SpendStatus;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Simulates a day of a campaign that spends at a steady rate with random variation, and an ad
 * server that receives announcements with a random lag of up to five minutes. The ad server stops
 * when an announcement requires it.
 */
class LaggedAnnouncementsTest {
  private static final int RUNS = 200;
  private static final int SLOT = 10;
  private static final int MAX_LAG_SECONDS = 300;
  private static final long BUDGET = 1_000_000_000;
  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

  /** The longest injected lag, the open minute, and the time between two announcements. */
  private static final Duration LONGEST = Duration.standardSeconds(MAX_LAG_SECONDS + 60 + 2 * SLOT);

  static IntStream seeds() {
    return IntStream.range(0, RUNS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void neverSpendsMoreThanAnnounced_whenTheReaderComparesItsClock(int seed) {
    new Day(seed, BudgetSettings.defaults())
        .run(
            (spend, now) ->
                spend.status() == SpendStatus.ACTIVE
                    && (spend.activeUntil() == null || now.isBefore(spend.activeUntil())));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void neverSpendsMoreThanAnnounced_whenTheReaderUsesTheStatusOnly(int seed) {
    new Day(seed, BudgetSettings.defaults().withMaxLag(LONGEST))
        .run((spend, now) -> spend.status() == SpendStatus.ACTIVE);
  }

  /** One simulated day. */
  private static final class Day {
    private final Random random;
    private final LedgerRule rule;
    private final Duration maxLag;
    private final NavigableMap<SpendSlot, Long> pending = new TreeMap<>();
    private final double perSlot;
    private CampaignLedger ledger =
        CampaignLedger.EMPTY.plus(new CampaignChange.OfBudget(DAY, DAY, BUDGET));
    private Instant countedTo = DAY;
    private CampaignSpend visible;
    private long spent;
    private int lagSeconds;

    Day(int seed, BudgetSettings settings) {
      random = new Random(seed);
      rule = new LedgerRule(settings);
      maxLag = settings.maxLag();
      double hours = 12 + random.nextDouble() * 10;
      perSlot = BUDGET / (hours * 3600 / SLOT);
      lagSeconds = random.nextInt(MAX_LAG_SECONDS);
    }

    void run(BiPredicate<CampaignSpend, Instant> maySpend) {
      int second = 0;
      while (visible == null || maySpend.test(visible, at(second))) {
        assertThat(second).as("the budget is never announced as exhausted").isLessThan(86_400);
        spend(second);
        second += SLOT;
        announce(second);
        checkBounds(at(second));
      }
      assertThat(spent).as("spend").isBetween(BUDGET * 98 / 100, BUDGET);
    }

    private static Instant at(int second) {
      return DAY.plus(Duration.standardSeconds(second));
    }

    private void spend(int second) {
      long micros = Math.round(perSlot * (0.8 + 0.4 * random.nextDouble()));
      spent += micros;
      pending.merge(new SpendSlot(at(second + SLOT), DAY), micros, Long::sum);
    }

    private void announce(int now) {
      if (random.nextInt(30) == 0) {
        lagSeconds = random.nextInt(MAX_LAG_SECONDS + 1);
      }
      Instant to = rule.slots().floor(at(now - lagSeconds));
      if (to.isAfter(countedTo)) {
        LedgerRule.Step step = rule.advance("c", ledger, pending, to);
        step.counted().forEach(pending::remove);
        ledger = step.ledger();
        countedTo = to;
        List<CampaignSpend> announced = step.announcements();
        visible = announced.isEmpty() ? visible : announced.get(announced.size() - 1);
      }
    }

    private void checkBounds(Instant now) {
      if (visible == null) {
        return;
      }
      Duration lag = new Duration(visible.asOf(), now);
      long bound = CampaignSpend.spentIn(lag, visible.rateMicrosPerMinute());
      assertThat(spent).as("spend at %s", now).isLessThanOrEqualTo(visible.spendMicros() + bound);
      if (!lag.isLongerThan(maxLag)) {
        assertThat(spent).isLessThanOrEqualTo(visible.spendMicros() + visible.boundMicros());
      }
    }
  }
}
