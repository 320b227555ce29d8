package dev.tally.bench;

import dev.tally.bench.OutputCheck.Differences;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came of all runs. */
final class ThroughputReport {
  private final List<Run> runs = new ArrayList<>();

  /**
   * A run of a sink.
   *
   * @param seconds from the first record made to the last one visible
   */
  record Run(Sink sink, long records, double seconds, Differences differences) {
    double perSecond() {
      return records / seconds;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-5s  %,9d records in %6.1f s  %,7.0f records/s  %s",
          sink.name().toLowerCase(Locale.ROOT),
          records,
          seconds,
          perSecond(),
          differences);
    }
  }

  void add(Run run) {
    runs.add(run);
  }

  /** True if each sink has written each record once, in each run. */
  boolean sound() {
    return runs.stream().allMatch(run -> run.differences().none());
  }

  /** Ratios of the medians, for scripts. */
  String lastLine() {
    double ours = median(Sink.OURS);
    return String.format(
        Locale.ROOT,
        "ours/stock=%.1f ours/flink=%.2f records_per_s=%.0f",
        ours / median(Sink.STOCK),
        ours / median(Sink.FLINK),
        ours);
  }

  private double median(Sink sink) {
    return Percentiles.median(
        runs.stream().filter(run -> run.sink() == sink).mapToDouble(Run::perSecond).toArray());
  }
}
