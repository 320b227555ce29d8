package dev.tally.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import org.junit.jupiter.api.Test;

class JobFailureTest {
  @Test
  void namesTheInnermostCauses() {
    Throwable failure =
        new RuntimeException(
            "Pipeline execution failed",
            new IllegalStateException(
                "Cannot restore\n  details", new FileNotFoundException("/data/chk-7")));
    assertThat(JobFailure.causes(failure))
        .isEqualTo("IllegalStateException: Cannot restore: FileNotFoundException: /data/chk-7");
    assertThat(JobFailure.notStarted(failure))
        .hasMessageStartingWith("The job could not be started");
  }

  @Test
  void namesACauseOnce_thoughItsWrapperRepeatsIt() {
    Throwable inner = new IllegalArgumentException("the topic is gone");
    assertThat(JobFailure.causes(new RuntimeException(inner)))
        .isEqualTo("IllegalArgumentException: the topic is gone");
    assertThat(JobFailure.causes(new NullPointerException())).isEqualTo("NullPointerException");
  }
}
