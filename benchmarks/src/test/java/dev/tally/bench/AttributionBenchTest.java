package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.bench.JobSettings.Backend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs small versions of both attribution benchmarks, and checks that they measure correct results,
 * not their speed.
 */
@Tag("integration")
class AttributionBenchTest {
  @TempDir Path directory;

  @Test
  void oursAndTheOneWrittenForFlinkCreditAsTheOracleDoes() throws Exception {
    List<String> reported = new ArrayList<>();
    AttributionReport report =
        new AttributionRates(directory, Duration.ofSeconds(1), Backend.HEAP, reported::add)
            .run(new Traffic(20_000, 2_000), 1);
    assertThat(report.sound()).as(reported::toString).isTrue();
    assertThat(report.lastLine())
        .matches("ours/flink=\\d+\\.\\d\\d touches_per_s=\\d+ orders_per_s=\\d+");
    assertThat(reported).hasSize(4).allMatch(line -> line.endsWith("each order as in the oracle"));
  }

  @Test
  void touchesTakeStateUntilTheyAreForgotten() throws Exception {
    int touches = 2_000;
    StateSize size = StateSize.of(directory, Backend.HEAP, "test", touches, 500);
    assertThat(size.savepoint() - size.after())
        .as("what is left is the size of a savepoint without touches: " + size)
        .isGreaterThan(60L * touches);
  }
}
