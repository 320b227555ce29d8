package dev.tally.operations;

import dev.tally.operations.GroupProgress.Partition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Formats the progress of a job as a text table with position, lag and watermark of each partition.
 */
public final class PartitionTable {
  private static final String ROW = "%-28s %12s %12s  %s";

  private PartitionTable() {}

  /**
   * Returns a header, a line per partition and, if the watermarks differ, a line that names the
   * partition holding the job's watermark.
   */
  public static List<String> lines(List<Partition> partitions) {
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("partition", "read", "lag", "watermark"));
    partitions.forEach(partition -> lines.add(line(partition)));
    holder(partitions)
        .ifPresent(
            holder ->
                lines.add(
                    "the watermark is held by %s: %s".formatted(holder.name(), watermark(holder))));
    return lines;
  }

  /**
   * Returns the partition with the lowest watermark, or empty if all are equal or there is none.
   */
  static Optional<Partition> holder(List<Partition> partitions) {
    boolean differ = partitions.stream().mapToLong(Partition::watermark).distinct().count() > 1;
    return differ
        ? partitions.stream().min(Comparator.comparingLong(Partition::watermark))
        : Optional.empty();
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
