package dev.tally.transforms.model;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class SweepIntervalTest {
  @Test
  void isAnEighthOfTheAge_butAtLeastAMinute() {
    assertThat(SweepInterval.of(HOUR.multipliedBy(6)).length())
        .isEqualTo(Duration.standardMinutes(45));
    assertThat(SweepInterval.of(Duration.standardMinutes(8)).length())
        .isEqualTo(Duration.standardMinutes(1));
    assertThat(SweepInterval.of(Duration.millis(1)).length())
        .isEqualTo(Duration.standardMinutes(1));
  }

  @Test
  void isAtLeastAnotherMinimum_ifOneIsSet() {
    Duration minimum = Duration.standardSeconds(5);
    assertThat(SweepInterval.of(Duration.standardSeconds(39), minimum).length()).isEqualTo(minimum);
    assertThat(SweepInterval.of(Duration.standardSeconds(48), minimum).length())
        .isEqualTo(Duration.standardSeconds(6));
  }

  @Test
  void hasItsNextTimeAfterATime_neverAtIt() {
    SweepInterval interval = new SweepInterval(HOUR);
    assertThat(interval.nextAfter(NOON.minus(Duration.millis(1)))).isEqualTo(NOON);
    assertThat(interval.nextAfter(NOON)).isEqualTo(NOON.plus(HOUR));
    assertThat(interval.nextAfter(Instant.ofEpochMilli(-1))).isEqualTo(Instant.EPOCH);
  }

  @Property
  void hasOneTimePerInterval(
      @ForAll @IntRange(min = 1) int millis,
      @ForAll @LongRange(min = -1L << 50, max = 1L << 50) long time) {
    Instant next = new SweepInterval(Duration.millis(millis)).nextAfter(Instant.ofEpochMilli(time));
    assertThat(next.getMillis() % millis).isZero();
    assertThat(next.getMillis() - time).isBetween(1L, (long) millis);
  }
}
