package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.kafka.TwoPhaseLog.ProducerIdentity;
import org.junit.jupiter.api.Test;

/** {@code LateRequestTest} tests the effect, with a broker. */
class ProducerEpochTest {

  @Test
  void canBeRaisedWithTheClientOfThisBuild() {
    assertThatCode(ProducerEpoch::requireSupportedClient).doesNotThrowAnyException();
  }

  @Test
  void anotherProducerId_isAcceptedOnlyWhenTheEpochsAreUsedUp() {
    ProducerIdentity next = new ProducerIdentity(8, (short) 0);
    assertThatCode(
            () -> {
              ProducerEpoch.requireSuccessor(new ProducerIdentity(7, (short) 32_766), next);
              ProducerEpoch.requireSuccessor(
                  new ProducerIdentity(7, (short) 3), new ProducerIdentity(7, (short) 4));
            })
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> ProducerEpoch.requireSuccessor(new ProducerIdentity(7, (short) 3), next))
        .hasMessageContaining("have lost the transactional id of producer 7");
  }
}
