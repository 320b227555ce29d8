package dev.tally.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results of all runs. */
final class AttributionReport {
  private final Traffic traffic;
  private final List<Run> runs = new ArrayList<>();

  AttributionReport(Traffic traffic) {
    this.traffic = traffic;
  }

  /**
   * A run of a job.
   *
   * @param seconds from the generation of the first arrival until the last order had its final
   *     credit
   * @param cpu CPU seconds of this JVM meanwhile, including compiler and garbage collector
   * @param records the number of records emitted, including corrections
   * @param right true if all results equal those of the oracle
   */
  record Run(
      Attributor attributor,
      Traffic traffic,
      double seconds,
      double cpu,
      long records,
      boolean right,
      String differences) {
    double touchesPerSecond() {
      return traffic.touches() / seconds;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-5s  %,9d touches, %,7d orders in %6.1f s (CPU %5.1f s)  %,7.0f touches/s  %,7d records, %s",
          attributor.name().toLowerCase(Locale.ROOT),
          traffic.touches(),
          traffic.orders(),
          seconds,
          cpu,
          touchesPerSecond(),
          records,
          differences);
    }
  }

  void add(Run run) {
    runs.add(run);
  }

  /** Returns true if each job credited each order as the oracle does, in each run. */
  boolean sound() {
    return runs.stream().allMatch(Run::right);
  }

  /** Returns the ratio of the medians, for scripts. */
  String lastLine() {
    double ours = median(Attributor.OURS);
    return String.format(
        Locale.ROOT,
        "ours/flink=%.2f touches_per_s=%.0f orders_per_s=%.0f",
        ours / median(Attributor.FLINK),
        ours,
        ours * traffic.orders() / traffic.touches());
  }

  private double median(Attributor attributor) {
    return Percentiles.median(
        runs.stream()
            .filter(run -> run.attributor() == attributor)
            .mapToDouble(Run::touchesPerSecond)
            .toArray());
  }
}
