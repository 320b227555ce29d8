package dev.tally.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reports the progress of one run, and determines whether the run is stalled. */
final class RunProgress {
  private static final long REPORT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final Duration STALLED = Duration.ofMinutes(3);

  private final CountingSettings settings;
  private final long all;
  private final String unit;
  private long reported;
  private long changed;
  private long before;

  /**
   * @param now the current value of {@link System#nanoTime}
   */
  private RunProgress(CountingSettings settings, long all, String unit, long now) {
    this.settings = settings;
    this.all = all;
    this.unit = unit;
    this.reported = now;
    this.changed = now;
  }

  /** Returns the progress of a run that starts now. */
  static RunProgress of(CountingSettings settings, AggregationInput input) {
    return settings.job().counts()
        ? of(settings, input.summary().accepted(), System.nanoTime())
        : of(settings, input.lines(), System.nanoTime());
  }

  /**
   * Returns the progress of a run that starts at a value of {@link System#nanoTime}.
   *
   * @param all how many events the run counts or, if the job only reads, how many records it reads
   */
  static RunProgress of(CountingSettings settings, long all, long now) {
    String unit = settings.job().counts() ? "events counted" : "records read";
    return new RunProgress(settings, all, unit, now);
  }

  /**
   * Returns how far the run is. A job that only reads writes no counts, so its progress is the
   * number of records in its samples.
   *
   * @param events the number of events in the visible counts
   */
  long done(long events) throws IOException {
    if (settings.job().counts()) {
      return events;
    }
    return Files.exists(settings.samples()) ? ProgressSamples.read(settings.samples()).read() : 0;
  }

  /** Returns true if there was no progress for a long time. */
  boolean isStalled(long done, long now) {
    if (done > before) {
      before = done;
      changed = now;
    }
    return now - changed > STALLED.toNanos();
  }

  /** Returns the message about a stalled run. */
  String stalled(long done, String lastLines) {
    return "%s: no progress for %d s: %,d of %,d %s. The last lines of its output are:%n%s"
        .formatted(settings.run(), STALLED.toSeconds(), done, all, unit, lastLines);
  }

  /** Returns a line for the user; empty until the next one is due. */
  Optional<String> report(long done, long now) {
    if (now - reported <= REPORT_EVERY_NANOS) {
      return Optional.empty();
    }
    reported = now;
    return Optional.of("         %s: %,d of %,d %s".formatted(settings.job(), done, all, unit));
  }
}
