package dev.tally.operate;

import dev.tally.operate.GroupProgress.Partition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The partitions of a job as lines of text: read, lag and watermark of each. */
public final class PartitionTable {
  private static final String ROW = "%-28s %12s %12s  %s";

  private PartitionTable() {}

  /** A header and a line per partition; the last line says which one holds the watermark. */
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

  /** The partition that the job's watermark waits for; empty if all are equal or there is none. */
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
