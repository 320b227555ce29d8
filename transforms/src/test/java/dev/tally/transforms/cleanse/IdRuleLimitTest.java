package dev.tally.transforms.cleanse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.codec.RecordLimits;
import org.junit.jupiter.api.Test;

class IdRuleLimitTest {
  /**
   * One step package must not depend on another, so the number is defined both in the rule and in
   * the limits of records.
   */
  @Test
  void isTheOneThatTheLimitsOfRecordsAreDerivedFrom() {
    assertThat(IdRule.MAX_LENGTH).isEqualTo(RecordLimits.ID_CHARACTERS);
  }
}
