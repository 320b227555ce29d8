package dev.tally.transforms.budget;

import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class SpendRateTest {
  private static final Duration SLOT = Duration.standardSeconds(10);

  @Test
  void isZero_withoutSpend() {
    assertThat(SpendRate.NONE.microsPerMinute(noonPlus(10))).isZero();
  }

  @Test
  void isTwiceWhatWasMeasured_inTheFirstMinute() {
    SpendRate first = SpendRate.NONE.plus(noonPlus(10), 5, SLOT);
    assertThat(first.microsPerMinute(noonPlus(10))).isEqualTo(60);
    assertThat(first.plus(noonPlus(20), 5, SLOT).microsPerMinute(noonPlus(20))).isEqualTo(60);
  }

  @Test
  void isTheHighestOfTheRecentMinutes() {
    SpendRate rate = SpendRate.NONE;
    for (int slot = 1; slot <= 120; slot++) {
      rate = rate.plus(noonPlus(10L * slot), slot <= 60 ? 10 : 1, SLOT).at(noonPlus(10L * slot));
    }
    assertThat(rate.microsPerMinute(noonPlus(1_190))).isEqualTo(60);
    assertThat(rate.microsPerMinute(noonPlus(1_200))).isEqualTo(51);
  }

  @Test
  void beginsAgain_afterTenMinutesWithoutSpend() {
    SpendRate rate = SpendRate.NONE.plus(noonPlus(10), 5, SLOT);
    assertThat(rate.zeroAt()).isEqualTo(noonPlus(610));
    assertThat(rate.at(noonPlus(609)).isZero()).isFalse();
    assertThat(rate.at(noonPlus(610))).isEqualTo(SpendRate.NONE);
  }

  @Test
  void isCappedAtTheLargestNumber() {
    SpendRate rate = SpendRate.NONE.plus(noonPlus(10), Long.MAX_VALUE, SLOT);
    assertThat(rate.microsPerMinute(noonPlus(10))).isGreaterThan(Long.MAX_VALUE / 20_000);
  }
}
