package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.Delivery;
import dev.tally.server.stack.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs a short version of the freshness benchmark, and checks its results, not its speed. */
@Tag("integration")
@Tag("long")
class FreshnessBenchTest {
  private static final Duration CHECKPOINTS = Duration.ofSeconds(1);

  @Test
  void everyProbeBecomesQueryable_andPinotCountsAllEvents() throws Exception {
    List<String> reported = new ArrayList<>();
    FreshnessSettings settings =
        new FreshnessSettings(
            200,
            Duration.ofSeconds(10),
            CHECKPOINTS,
            CHECKPOINTS,
            "1s",
            Delivery.TWO_PHASE,
            1,
            true);
    try (LocalStack stack = LocalStack.temporary();
        FreshnessRun run = new FreshnessRun(settings, stack, reported::add)) {
      FreshnessRun.Result result = run.run();
      assertThat(result.sound()).as(reported::toString).isTrue();
      assertThat(result.probes()).isPositive();
      assertThat(result.figures().stages()).hasSize(11);
    }
  }
}
