package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void namesBothOptions_whenOneIsLargerThanTheOther() {
    Arguments.atMost("--orders", 9, "--touches", 9);
    assertThatThrownBy(() -> Arguments.atMost("--orders", 10, "--touches", 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--orders is 10: it must be at most --touches, which is 9.");
  }
}
