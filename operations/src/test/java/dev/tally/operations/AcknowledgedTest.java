package dev.tally.operations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgedTest {
  private final Acknowledged lines = new Acknowledged();

  @Test
  void isUpToTheLineBeforeTheFirstThatIsOpen_whateverTheOrder() {
    lines.sending(1);
    lines.sending(3); // Line 2 is blank.
    lines.sending(4);
    lines.acknowledged(4);
    assertThat(lines.upTo()).isZero();
    lines.acknowledged(1);
    assertThat(lines.upTo()).isEqualTo(1);
    assertThat(lines.unacknowledged()).isEqualTo(1);
    lines.acknowledged(3);
    assertThat(lines.upTo()).isEqualTo(4);
    assertThat(lines.unacknowledged()).isZero();
    assertThat(lines.sent()).isEqualTo(3);
  }

  @Test
  void countsSkippedLines_butNotPastAnOpenOne() {
    lines.skipped(10);
    assertThat(lines.upTo()).isEqualTo(10);
    lines.sending(11);
    lines.skipped(12);
    assertThat(lines.upTo()).isEqualTo(10);
    lines.acknowledged(11);
    assertThat(lines.upTo()).isEqualTo(12);
  }

  @Test
  void keepsOnlyTheLinesThatAreNotAcknowledged() {
    for (long line = 1; line <= 1_000; line++) {
      lines.sending(line);
    }
    for (long line = 2; line <= 1_000; line++) {
      lines.acknowledged(line);
    }
    assertThat(lines.unacknowledged()).isEqualTo(1);
    assertThat(lines.upTo()).isZero();
  }
}
