package dev.tally.operations;

import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Formats how far a job has read, one line per call. */
public final class ProgressReport implements AutoCloseable {
  private final GroupProgress progress;
  private final ProgressText text;

  private ProgressReport(GroupProgress progress, long everySeconds) {
    this.progress = progress;
    this.text = new ProgressText(everySeconds);
  }

  static ProgressReport of(KafkaCluster cluster, String group, long everySeconds) {
    return new ProgressReport(GroupProgress.of(cluster, group), everySeconds);
  }

  /**
   * Returns the job's progress as of its last checkpoint, and what holds the watermark if it does
   * not advance.
   */
  String line() {
    try {
      return text.line(progress.partitions(), progress::hold);
    } catch (IOException e) {
      return "no progress to report: " + e.getMessage();
    }
  }

  /** Formats a watermark, with its lag behind this machine's clock if that is less than a day. */
  public static String time(long watermark) {
    if (watermark < 0) {
      return "not yet";
    }
    Instant instant = Instant.ofEpochMilli(watermark);
    long behind = (System.currentTimeMillis() - watermark) / 1000;
    return behind >= 0 && behind < TimeUnit.DAYS.toSeconds(1)
        ? "%s (%,d s behind)".formatted(instant, behind)
        : instant.toString();
  }

  @Override
  public void close() {
    progress.close();
  }
}
