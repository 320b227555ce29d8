package dev.tally.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RevisionTest {
  @Test
  void isTheSumOfTheCounts_whenTheGenerationIsZero() {
    assertThat(Revision.ofAdMetric(0, 5, 3, 2)).isEqualTo(10);
  }

  @Test
  void putsTheGenerationAboveAllCounts() {
    assertThat(Revision.ofAdMetric(1, 0, 0, 0)).isEqualTo(1L << 57);
    assertThat(Revision.ofAdMetric(63, 1, 0, 0)).isEqualTo((63L << 57) + 1);
  }

  @Test
  void staysWithin63Bits_whenTheCountsOverflow() {
    assertThat(Revision.ofAdMetric(63, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(Revision.ofAdMetric(0, Long.MAX_VALUE, 1, 1)).isEqualTo((1L << 57) - 1);
    assertThat(Revision.ofAdMetric(0, (1L << 57) - 2, 1, 1)).isEqualTo((1L << 57) - 1);
  }

  @Test
  void refusesAGenerationOutOfRange() {
    assertThatThrownBy(() -> Revision.checkGeneration(64))
        .hasMessage("generation must be from 0 to 63, is 64");
    assertThatThrownBy(() -> Revision.ofAdMetric(-1, 0, 0, 0))
        .hasMessage("generation must be from 0 to 63, is -1");
    assertThat(Revision.checkGeneration(63)).isEqualTo(63);
  }

  @Test
  void refusesANegativeCount() {
    assertThatThrownBy(() -> Revision.ofAdMetric(0, 0, -1, 0))
        .hasMessage("a count is never negative, is -1");
  }

  @Property(seed = "1203")
  void growsWithEachCount(
      @ForAll @IntRange(max = 63) int generation,
      @ForAll @LongRange(max = 1L << 50) long impressions,
      @ForAll @LongRange(max = 1L << 50) long clicks) {
    long now = Revision.ofAdMetric(generation, impressions, clicks, 0);
    assertThat(Revision.ofAdMetric(generation, impressions + 1, clicks, 0)).isGreaterThan(now);
    assertThat(Revision.ofAdMetric(generation, impressions, clicks + 1, 0)).isGreaterThan(now);
    assertThat(Revision.ofAdMetric(generation, impressions, clicks, 1)).isGreaterThan(now);
  }
}
