package dev.tally.bench;

import dev.tally.bench.OutputCheck.OutputDifferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results of all runs. */
final class ThroughputReport {
  private final List<Run> runs = new ArrayList<>();

  /**
   * A run of a sink.
   *
   * @param seconds from the generation of the first record until the last record was visible
   */
  record Run(Sink sink, long records, double seconds, OutputDifferences differences) {
    double perSecond() {
      return records / seconds;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-9s  %,9d records in %6.1f s  %,7.0f records/s  %s",
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

  /** Returns true if each sink wrote each record once in each run. */
  boolean sound() {
    return runs.stream().allMatch(run -> run.differences().none());
  }

  /** Returns the ratios of the medians, for scripts. */
  String lastLine() {
    double ours = median(Sink.OURS);
    return String.format(
        Locale.ROOT,
        "ours/kafka_io=%.1f ours/flink=%.2f records_per_s=%.0f two_phase/flink=%.2f",
        ours / median(Sink.KAFKA_IO),
        ours / median(Sink.FLINK),
        ours,
        median(Sink.TWO_PHASE) / median(Sink.FLINK));
  }

  private double median(Sink sink) {
    return Percentiles.median(
        runs.stream().filter(run -> run.sink() == sink).mapToDouble(Run::perSecond).toArray());
  }
}
