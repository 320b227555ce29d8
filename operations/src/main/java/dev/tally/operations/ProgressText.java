package dev.tally.operations;

import dev.tally.operations.GroupProgress.Partition;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Formats consecutive observations of a job's progress, each as one line. */
final class ProgressText {
  private final WatermarkStall stall = new WatermarkStall();
  private final long everySeconds;
  private long before = -1;

  /**
   * Creates the text of one job.
   *
   * @param everySeconds the interval between observations
   */
  ProgressText(long everySeconds) {
    this.everySeconds = everySeconds;
  }

  /** Returns what holds the watermark. */
  interface Holder {
    Optional<WatermarkHold> of(List<Partition> partitions) throws IOException;
  }

  /**
   * Returns the text of an observation.
   *
   * @param holder called only if the watermark does not advance
   */
  String line(List<Partition> partitions, Holder holder) throws IOException {
    if (partitions.isEmpty()) {
      return "waiting for the first checkpoint";
    }
    long read = partitions.stream().mapToLong(Partition::read).sum();
    long lag = partitions.stream().mapToLong(Partition::lag).sum();
    long watermark = partitions.stream().mapToLong(Partition::watermark).min().orElseThrow();
    long perSecond = before < 0 ? 0 : Math.max(0, read - before) / everySeconds;
    before = read;
    Optional<WatermarkHold> hold =
        stall.isStalled(watermark, everySeconds) ? holder.of(partitions) : Optional.empty();
    return "read %,d (%,d/s)  lag %,d  watermark %s%s"
        .formatted(
            read,
            perSecond,
            lag,
            ProgressReport.time(watermark),
            hold.map(WatermarkHold::line).map(", "::concat).orElse(""));
  }
}
