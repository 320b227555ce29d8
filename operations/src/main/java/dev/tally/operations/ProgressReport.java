package dev.tally.operations;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.GroupProgress.Partition;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Formats how far a job has read, one line per call. */
public final class ProgressReport implements AutoCloseable {
  private final GroupProgress progress;
  private final long everySeconds;
  private final WatermarkStall stall = new WatermarkStall();
  private long before = -1;

  private ProgressReport(GroupProgress progress, long everySeconds) {
    this.progress = progress;
    this.everySeconds = everySeconds;
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
      List<Partition> partitions = progress.partitions();
      if (partitions.isEmpty()) {
        return "waiting for the first checkpoint";
      }
      long read = partitions.stream().mapToLong(Partition::read).sum();
      long lag = partitions.stream().mapToLong(Partition::lag).sum();
      long watermark = partitions.stream().mapToLong(Partition::watermark).min().orElseThrow();
      long perSecond = before < 0 ? 0 : Math.max(0, read - before) / everySeconds;
      before = read;
      Optional<WatermarkHold> hold =
          stall.isStalled(watermark, everySeconds) ? progress.hold(partitions) : Optional.empty();
      return "read %,d (%,d/s)  lag %,d  watermark %s%s"
          .formatted(
              read,
              perSecond,
              lag,
              time(watermark),
              hold.map(WatermarkHold::line).map(line -> ", " + line).orElse(""));
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
