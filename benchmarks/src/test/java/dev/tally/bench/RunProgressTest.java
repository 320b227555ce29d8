package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunProgressTest {
  private static final long FOUR_MINUTES = TimeUnit.MINUTES.toNanos(4);

  @TempDir private Path directory;

  private CountingSettings settings(CountingJob job) {
    return new CountingSettings(
        job,
        "run",
        "kafka:1",
        "raw",
        "metrics",
        "",
        "dead",
        JobSettings.Backend.HEAP,
        Delivery.EXACTLY_ONCE,
        2,
        directory);
  }

  @Test
  void isStalled_whenNoMoreEventsAreCountedForMinutes() throws IOException {
    RunProgress progress = RunProgress.of(settings(CountingJob.FLINK), 1_000, 0);
    assertThat(progress.isStalled(progress.done(5), FOUR_MINUTES)).isFalse();
    assertThat(progress.isStalled(progress.done(5), FOUR_MINUTES + 1)).isFalse();
    assertThat(progress.isStalled(progress.done(5), 2 * FOUR_MINUTES)).isTrue();
    assertThat(progress.stalled(5, "last"))
        .startsWith("run: no progress for 180 s: 5 of 1,000 events counted.")
        .endsWith("last");
  }

  /** Such a job writes no counts: the number of counted events is always 0. */
  @Test
  void isNotStalled_whileAJobThatOnlyReadsReadsMoreRecords() throws IOException {
    CountingSettings settings = settings(CountingJob.READ);
    RunProgress progress = RunProgress.of(settings, 1_000, 0);
    assertThat(progress.done(0)).isZero();

    Files.writeString(settings.samples(), "1,500,0,0,0,0\n");
    assertThat(progress.isStalled(progress.done(0), FOUR_MINUTES)).isFalse();
    Files.writeString(settings.samples(), "1,500,0,0,0,0\n2,700,0,0,0,0\n");
    assertThat(progress.isStalled(progress.done(0), 2 * FOUR_MINUTES)).isFalse();
    assertThat(progress.isStalled(progress.done(0), 3 * FOUR_MINUTES)).isTrue();
  }

  @Test
  void reportsEveryTenSeconds() {
    RunProgress progress = RunProgress.of(settings(CountingJob.READ), 1_000, 0);
    assertThat(progress.report(10, TimeUnit.SECONDS.toNanos(9))).isEmpty();
    assertThat(progress.report(10, TimeUnit.SECONDS.toNanos(11)))
        .hasValueSatisfying(line -> assertThat(line).endsWith("read: 10 of 1,000 records read"));
    assertThat(progress.report(20, TimeUnit.SECONDS.toNanos(12))).isEmpty();
  }
}
