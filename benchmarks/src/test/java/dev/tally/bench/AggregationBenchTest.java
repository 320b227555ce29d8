package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.bench.JobSettings.Backend;
import dev.tally.io.kafka.Delivery;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a small version of the aggregation benchmark, and checks its results, not its speed. */
@Tag("integration")
@Tag("long")
class AggregationBenchTest {
  @TempDir Path directory;

  @Test
  void bothJobsProduceTheExpectedRows() throws Exception {
    List<String> reported = new ArrayList<>();
    try (LocalStack stack = LocalStack.temporary()) {
      stack.up(Server.KAFKA);
      AggregationInput input =
          AggregationInput.create(
              stack.kafkaBootstrap(), directory, AggregationInput.plan(5_000), reported::add);
      AggregationReport report =
          new CountingRounds(
                  input,
                  new CountingRounds.Options(
                      List.of(CountingJob.values()),
                      1,
                      Backend.HEAP,
                      Delivery.EXACTLY_ONCE,
                      true,
                      CountingRounds.Resources.USUAL,
                      null),
                  directory,
                  reported::add)
              .run();
      assertThat(report.sound()).as(reported::toString).isTrue();
      assertThat(report.runs()).hasSize(CountingJob.values().length);
    }
  }
}
