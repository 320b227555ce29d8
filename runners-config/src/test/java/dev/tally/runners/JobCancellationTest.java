package dev.tally.runners;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import org.apache.beam.sdk.PipelineResult;
import org.junit.jupiter.api.Test;

class JobCancellationTest {
  private static PipelineResult failing(String message) {
    return (PipelineResult)
        Proxy.newProxyInstance(
            JobCancellationTest.class.getClassLoader(),
            new Class<?>[] {PipelineResult.class},
            (proxy, method, arguments) -> {
              throw new IllegalStateException(message);
            });
  }

  @Test
  void ignoresThatTheEmbeddedFlinkHasEndedWithItsJob() {
    PipelineResult job = failing("MiniCluster is not yet running or has already been shut down.");
    assertThatCode(() -> JobCancellation.cancel(job)).doesNotThrowAnyException();
  }

  @Test
  void throwsEveryOtherFailure() {
    PipelineResult job = failing("The job cannot be cancelled");
    assertThatThrownBy(() -> JobCancellation.cancel(job)).hasMessage("The job cannot be cancelled");
  }
}
