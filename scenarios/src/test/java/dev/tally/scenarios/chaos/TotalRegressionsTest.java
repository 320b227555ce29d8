package dev.tally.scenarios.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.scenarios.chaos.TotalRegressions.Regression;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TotalRegressionsTest {
  private final AtomicLong millis = new AtomicLong();
  private final TotalRegressions regressions = new TotalRegressions(() -> millis.get() * 1_000_000);

  private void at(long time, long total) {
    millis.set(time);
    regressions.add(total);
  }

  @Test
  void aTotalThatOnlyGrowsHasNone() {
    at(0, 1);
    at(9_000, 1);
    at(9_001, 5);
    assertThat(regressions.all()).isEmpty();
  }

  @Test
  void lastsFromTheFirstLesserTotalToTheFirstThatIsNot() {
    at(0, 10);
    at(100, 9);
    at(600, 8);
    at(1_101, 10);
    assertThat(regressions.all()).containsExactly(new Regression(1_001, false));
    assertThat(regressions.all()).allMatch(LoadReport::isLong);
  }

  @Test
  void isLongBeyondASecond() {
    assertThat(LoadReport.isLong(new Regression(1_000, false))).isFalse();
    assertThat(LoadReport.isLong(new Regression(1_001, false))).isTrue();
    assertThat(LoadReport.isLong(new Regression(1_001, true))).isFalse();
  }

  @Test
  void isExcusedBehindAKill_untilItHasCaughtUp() {
    at(0, 10);
    regressions.killed();
    at(1, 11); // Pinot is killed a moment later.
    assertThat(regressions.hasCaughtUp()).isFalse();
    regressions.revived();
    at(5_000, 3);
    at(9_000, 11);
    assertThat(regressions.hasCaughtUp()).isTrue();
    at(9_100, 10);
    at(11_000, 12);
    assertThat(regressions.all())
        .containsExactly(new Regression(4_000, true), new Regression(1_900, false));
  }

  @Test
  void isNotExcusedIfItBeganBeforeTheKill() {
    at(0, 10);
    at(100, 9);
    millis.set(2_100);
    regressions.killed();
    regressions.revived();
    at(3_000, 10);
    assertThat(regressions.all())
        .containsExactly(new Regression(2_000, false), new Regression(900, true));
  }

  @Test
  void isNotExcusedIfItNeverEnds() {
    at(0, 10);
    regressions.killed();
    regressions.revived();
    at(100, 9);
    millis.set(5_100);
    assertThat(regressions.all()).containsExactly(new Regression(5_000, false));
  }
}
