package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** {@code LateRequestTest} tests the effect, with a broker. */
class ProducerEpochTest {

  @Test
  void canBeRaisedWithTheClientOfThisBuild() {
    assertThatCode(ProducerEpoch::requireSupportedClient).doesNotThrowAnyException();
  }
}
