package dev.tally.operations;

import dev.tally.operations.GroupProgress.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Formats the progress of a job as a text table with position, lag and watermark of each partition.
 */
public final class PartitionTable {
  private static final String ROW = "%-28s %12s %12s  %s";

  private PartitionTable() {}

  /** Returns a header, a line per partition and a line that says what holds the watermark. */
  public static List<String> lines(List<Partition> partitions, Optional<WatermarkHold> hold) {
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("partition", "read", "lag", "watermark"));
    partitions.forEach(partition -> lines.add(line(partition)));
    hold.ifPresent(held -> lines.add("watermark " + held.line()));
    return lines;
  }

  private static String line(Partition p) {
    boolean read = p.position().isPresent();
    return ROW.formatted(
        p.name(), read ? "%,d".formatted(p.read()) : "-", "%,d".formatted(p.lag()), watermark(p));
  }

  private static String watermark(Partition p) {
    return p.position().isPresent() ? ProgressReport.time(p.watermark()) : "not read yet";
  }
}
