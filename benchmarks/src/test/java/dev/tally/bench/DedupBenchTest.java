package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.bench.JobSettings.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a small version of the deduplication benchmark, and checks that it measures correct results,
 * not their speed.
 */
@Tag("integration")
class DedupBenchTest {
  @TempDir Path directory;

  @Test
  void idsOccupyStateAndSurviveARestart_untilTheyExpire() throws Exception {
    List<String> reported = new ArrayList<>();
    DedupEvents events =
        new DedupEvents("bench-dedup-test", 20_000, 4_000, Duration.standardHours(6));
    DedupFigures figures =
        new DedupRun(
                events,
                directory.resolve("run"),
                java.time.Duration.ofSeconds(1),
                Backend.ROCKSDB,
                reported::add)
            .measure();
    assertThat(figures.liveIds()).isEqualTo(23_800);
    assertThat(figures.savepoint().bytes()).isGreaterThan(23_800 * 16);
    assertThat(figures.expired().bytes()).isLessThan(figures.savepoint().bytes() / 2);
    assertThat(figures.allBucketsSeconds()).isGreaterThanOrEqualTo(figures.firstEventSeconds());
    assertThat(reported).hasSize(3);
  }
}
