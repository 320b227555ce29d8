package dev.tally.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventTypeTest {
  @Test
  void isKnownByItsExactWireNameOnly() {
    assertThat(EventType.ofWireName("impression")).isEqualTo(EventType.IMPRESSION);
    assertThat(EventType.ofWireName("click")).isEqualTo(EventType.CLICK);
    assertThat(EventType.ofWireName("CLICK")).isNull();
    assertThat(EventType.ofWireName("")).isNull();
  }

  @Test
  void keepsItsCode() {
    assertThat(EventType.IMPRESSION.code()).isEqualTo(0);
    assertThat(EventType.CLICK.code()).isEqualTo(1);
    assertThat(EventType.ofCode(1)).isEqualTo(EventType.CLICK);
    assertThat(EventType.ofCode(0)).isEqualTo(EventType.IMPRESSION);
    assertThat(EventType.ofCode(2)).isNull();
  }
}
