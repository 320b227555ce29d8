package dev.tally.transforms.model;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.DeadLetter.Reason;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  private static final DeadLetter LETTER =
      DeadLetter.of("CleanseEvents", Reason.TOO_OLD, "event_time: expected more", record("secret"));

  @Test
  void saysWhereItsRecordStood() {
    assertThat(LETTER.getTopic()).isEqualTo("ad-events");
    assertThat(LETTER.getPartition()).isEqualTo(3);
    assertThat(LETTER.getOffset()).isEqualTo(1207);
    assertThat(LETTER.getBrokerTime()).isEqualTo(NOON);
    assertThat(LETTER.getPayload()).asString().isEqualTo("secret");
  }

  @Test
  void keepsItsPayloadOutOfLogs() {
    assertThat(LETTER.toString())
        .contains("ad-events-3@1207", "TOO_OLD")
        .doesNotContain("secret", "115, 101");
  }

  @Test
  void namesItsCounterByReason() {
    assertThat(Reason.TOO_OLD.counterName()).isEqualTo("dead_letters_too_old");
  }
}
