package dev.tally.operations.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DistinctValuesTest {
  private final DistinctValues values = new DistinctValues();

  @Test
  void isExact_ifEachValueOccursOften() {
    for (int i = 0; i < 300; i++) {
      values.add("v" + i % 100);
    }
    assertThat(values.estimate()).isEqualTo(100);
  }

  @Test
  void estimatesTheValuesThatAreNotInTheSample() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      values.add("v" + random.nextInt(10_000));
    }
    assertThat(values.observed()).isLessThan(6_500);
    assertThat(values.estimate()).isCloseTo(10_000, within(500.0));
  }

  @Test
  void isZero_withoutValues() {
    assertThat(values.estimate()).isZero();
  }
}
