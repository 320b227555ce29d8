package dev.tally.runners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void hasTheInnermostCause() {
    assertThat(Failure.of(7, "a.B: outer\n\tat x\nCaused by: c.D: inner\n\tat y\n").cause())
        .isEqualTo("c.D: inner");
    assertThat(Failure.of(7, "a.B: only\n\tat x\n").cause()).isEqualTo("a.B: only");
    assertThat(Failure.of(7, "").cause()).isEqualTo("unknown");
  }

  @Test
  void knowsTheClassesOfAllCauses_alsoBehindFlinksWrapper() {
    Failure failure =
        Failure.of(
            7,
            "a.B\n\tat x\nCaused by: org.apache.flink.util.SerializedThrowable:"
                + " java.io.IOException: java.io.EOFException is only mentioned\n");
    assertThat(failure.exceptions())
        .containsExactly("a.B", "org.apache.flink.util.SerializedThrowable", "java.io.IOException");
    assertThat(failure.isCausedBy(IOException.class)).isTrue();
    assertThat(failure.isCausedBy(IllegalStateException.class)).isFalse();
  }
}
