package dev.tally.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.chaos.Dips.Dip;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DipsTest {
  private final AtomicLong millis = new AtomicLong();
  private final Dips dips = new Dips(() -> millis.get() * 1_000_000);

  private void at(long time, long total) {
    millis.set(time);
    dips.take(total);
  }

  @Test
  void aTotalThatOnlyGrowsHasNone() {
    at(0, 1);
    at(9_000, 1);
    at(9_001, 5);
    assertThat(dips.all()).isEmpty();
  }

  @Test
  void lastsFromTheFirstLesserTotalToTheFirstThatIsNot() {
    at(0, 10);
    at(100, 9);
    at(600, 8);
    at(1_101, 10);
    assertThat(dips.all()).containsExactly(new Dip(1_001, false));
    assertThat(dips.all()).allMatch(LoadReport::isLong);
  }

  @Test
  void isLongBeyondASecond() {
    assertThat(LoadReport.isLong(new Dip(1_000, false))).isFalse();
    assertThat(LoadReport.isLong(new Dip(1_001, false))).isTrue();
    assertThat(LoadReport.isLong(new Dip(1_001, true))).isFalse();
  }

  @Test
  void isExcusedBehindAKill_untilItHasCaughtUp() {
    at(0, 10);
    dips.killed();
    at(1, 11); // Pinot is killed a moment later.
    assertThat(dips.hasCaughtUp()).isFalse();
    dips.revived();
    at(5_000, 3);
    at(9_000, 11);
    assertThat(dips.hasCaughtUp()).isTrue();
    at(9_100, 10);
    at(11_000, 12);
    assertThat(dips.all()).containsExactly(new Dip(4_000, true), new Dip(1_900, false));
  }

  @Test
  void isNotExcusedIfItBeganBeforeTheKill() {
    at(0, 10);
    at(100, 9);
    millis.set(2_100);
    dips.killed();
    dips.revived();
    at(3_000, 10);
    assertThat(dips.all()).containsExactly(new Dip(2_000, false), new Dip(900, true));
  }

  @Test
  void isNotExcusedIfItNeverEnds() {
    at(0, 10);
    dips.killed();
    dips.revived();
    at(100, 9);
    millis.set(5_100);
    assertThat(dips.all()).containsExactly(new Dip(5_000, false));
  }
}
