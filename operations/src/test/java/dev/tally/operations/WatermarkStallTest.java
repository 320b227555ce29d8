package dev.tally.operations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatermarkStallTest {
  private final WatermarkStall stall = new WatermarkStall();

  @Test
  void isStalled_whileThereIsNoWatermark() {
    assertThat(stall.isStalled(-1, 5)).isTrue();
    assertThat(stall.isStalled(7, 5)).isFalse();
  }

  @Test
  void isStalled_onceTheWatermarkHasNotChangedForHalfAMinute() {
    assertThat(stall.isStalled(7, 15)).isFalse();
    assertThat(stall.isStalled(7, 15)).isFalse();
    assertThat(stall.isStalled(7, 14)).isFalse();
    assertThat(stall.isStalled(7, 1)).isTrue();
    assertThat(stall.isStalled(8, 15)).isFalse();
    assertThat(stall.isStalled(8, 15)).isFalse();
  }
}
