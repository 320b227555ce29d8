package dev.tally.transforms.cleanse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.codec.RecordLimits;
import org.junit.jupiter.api.Test;

class IdRuleLimitTest {
  /** A step knows no other step, so the rule and the limits of records each name the number. */
  @Test
  void isTheOneThatTheLimitsOfRecordsAreDerivedFrom() {
    assertThat(IdRule.MAX_LENGTH).isEqualTo(RecordLimits.ID_CHARACTERS);
  }
}
