package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.server.stack.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs small versions of both Kafka benchmarks, and checks that they measure what they claim, not
 * their speed.
 */
@Tag("integration")
class BenchTest {
  @Test
  void everySinkWritesEachRecordOnce() throws Exception {
    List<String> reported = new ArrayList<>();
    try (LocalStack stack = LocalStack.temporary()) {
      ThroughputReport report =
          new Throughput(stack, Duration.ofSeconds(1), 5_000, 200, reported::add).run(1);
      assertThat(report.sound()).as(reported::toString).isTrue();
      assertThat(report.lastLine())
          .matches(
              "ours/kafka_io=\\d+\\.\\d ours/flink=\\d+\\.\\d\\d records_per_s=\\d+ two_phase/flink=\\d+\\.\\d\\d");
      assertThat(reported).hasSize(8).allMatch(line -> line.endsWith("each record once"));
    }
  }

  @Test
  void theLatencyOfEachRecordIsReported() throws Exception {
    try (LocalStack stack = LocalStack.temporary()) {
      AddedLatency added =
          new LatencyRun(stack, Duration.ofSeconds(1), line -> {})
              .run(2_000, Duration.ofSeconds(3));
      assertThat(added.sorted()).hasSize(6_000);
      assertThat(added.checkpoints()).isGreaterThan(1);
      assertThat(added.lastLine()).matches("added_latency_ms p50=\\d+ p99=\\d+ max=\\d+");
    }
  }
}
