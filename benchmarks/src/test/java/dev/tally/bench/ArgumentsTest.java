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

  @Test
  void namesTheStep_whenANumberIsNoMultipleOfIt() {
    Arguments.multiple("--ids", 400, 200);
    assertThatThrownBy(() -> Arguments.multiple("--ids", 500, 200))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--ids is 500: it must be a positive multiple of 200.");
    assertThatThrownBy(() -> Arguments.multiple("--ids", 0, 200))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
