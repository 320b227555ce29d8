package dev.tally.transforms.model;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class RevisionTest {
  private static long ofAdMetric(int generation, long... sums) {
    return Revision.ofAdMetric(generation, MeasureSums.of(sums));
  }

  @Test
  void isTheSumOfTheCounts_whenTheGenerationIsZero() {
    assertThat(ofAdMetric(0, 5, 3, 2)).isEqualTo(10);
  }

  @Test
  void putsTheGenerationAboveAllCounts() {
    assertThat(ofAdMetric(1, 0, 0, 0)).isEqualTo(1L << 57);
    assertThat(ofAdMetric(63, 1, 0, 0)).isEqualTo((63L << 57) + 1);
  }

  @Test
  void staysWithin63Bits_whenTheCountsOverflow() {
    assertThat(ofAdMetric(63, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(ofAdMetric(0, Long.MAX_VALUE, 1, 1)).isEqualTo((1L << 57) - 1);
    assertThat(ofAdMetric(0, (1L << 57) - 2, 1, 1)).isEqualTo((1L << 57) - 1);
  }

  @Test
  void refusesAGenerationOutOfRange() {
    assertThatThrownBy(() -> Revision.checkGeneration(64))
        .hasMessage("generation must be from 0 to 63, is 64");
    assertThatThrownBy(() -> ofAdMetric(-1, 0, 0, 0))
        .hasMessage("generation must be from 0 to 63, is -1");
    assertThat(Revision.checkGeneration(63)).isEqualTo(63);
  }

  @Test
  void refusesANegativeCount() {
    assertThatThrownBy(() -> ofAdMetric(0, 0, -1, 0))
        .hasMessage("a count must not be negative, is -1");
  }

  @Test
  void putsTheStateOfTheOrderAboveItsTouch() {
    Touch click = Touch.of(click("c", NOON));
    Touch late = Touch.of(click("c", noonPlus(60)));
    Touch seen = Touch.of(impression("i", noonPlus(90)));
    Instant time = noonPlus(100);
    List<Long> rising =
        List.of(
            Revision.ofCredit(0, new OrderProgress(time, false, 0), null),
            Revision.ofCredit(0, new OrderProgress(time, false, 0), seen),
            Revision.ofCredit(0, new OrderProgress(time, false, 0), click),
            Revision.ofCredit(0, new OrderProgress(time, false, 0), late),
            Revision.ofCredit(0, new OrderProgress(time, false, 1), null),
            Revision.ofCredit(0, new OrderProgress(time, false, 511), late),
            Revision.ofCredit(0, new OrderProgress(time, true, 0), null),
            Revision.ofCredit(0, new OrderProgress(time, true, 511), late),
            Revision.ofCredit(1, new OrderProgress(time, false, 0), null));
    assertThat(rising).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void holdsATouchAsLongBeforeItsOrderAsTheLongestWindow() {
    OrderProgress order = new OrderProgress(NOON.plus(Revision.MAX_WINDOW), false, 0);
    long edge = Revision.ofCredit(0, order, Touch.of(click("c", NOON)));
    long later = Revision.ofCredit(0, order, Touch.of(click("c", NOON.plus(Duration.millis(1)))));
    assertThat(later).isGreaterThan(edge);
    assertThat(edge).isGreaterThan(Revision.ofCredit(0, order, null));
  }

  @Test
  void growsWithTheTouchesThatShareAnOrder_butNeverIntoItsRecords() {
    OrderProgress one = new OrderProgress(NOON, false, 0);
    OrderProgress two = new OrderProgress(NOON, false, 1);
    assertThat(Revision.ofSharedCredit(0, one, 7))
        .isGreaterThan(Revision.ofSharedCredit(0, one, 6));
    assertThat(Revision.ofSharedCredit(0, one, Long.MAX_VALUE))
        .isLessThan(Revision.ofSharedCredit(0, two, 0));
  }

  @Property
  void growsWithEachCount(
      @ForAll @IntRange(max = 63) int generation,
      @ForAll @LongRange(max = 1L << 50) long impressions,
      @ForAll @LongRange(max = 1L << 50) long clicks) {
    long now = ofAdMetric(generation, impressions, clicks, 0);
    assertThat(ofAdMetric(generation, impressions + 1, clicks, 0)).isGreaterThan(now);
    assertThat(ofAdMetric(generation, impressions, clicks + 1, 0)).isGreaterThan(now);
    assertThat(ofAdMetric(generation, impressions, clicks, 1)).isGreaterThan(now);
  }
}
