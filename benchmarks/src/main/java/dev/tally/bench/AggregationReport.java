package dev.tally.bench;

import dev.tally.bench.ProgressSamples.Steady;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The results of all runs of the aggregation benchmark. */
final class AggregationReport {
  private final CountingRounds.Options options;
  private final List<CountingRun> runs = new ArrayList<>();

  AggregationReport(CountingRounds.Options options) {
    this.options = options;
  }

  /** What is measured in each run. */
  enum Figure {
    SECONDS("seconds"),
    CPU_PER_MILLION("CPU s per million"),
    STEADY_PER_SECOND("records/s, steady"),
    STEADY_CPU_PER_MILLION("CPU s per million, steady");

    private final String label;

    Figure(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }

    /** Returns the figure of a run; empty if it was not measured. */
    private DoubleStream of(CountingRun run) {
      return switch (this) {
        case SECONDS -> DoubleStream.of(run.seconds());
        case CPU_PER_MILLION -> DoubleStream.of(run.cpuPerMillion());
        case STEADY_PER_SECOND -> run.steady().stream().mapToDouble(Steady::perSecond);
        case STEADY_CPU_PER_MILLION -> run.steady().stream().mapToDouble(Steady::cpuPerMillion);
      };
    }
  }

  /** The median of some runs, with the least and the greatest value. */
  record Spread(double median, double min, double max) {
    private static Spread of(double[] values) {
      return values.length == 0
          ? new Spread(Double.NaN, Double.NaN, Double.NaN)
          : new Spread(
              Percentiles.median(values),
              DoubleStream.of(values).min().orElseThrow(),
              DoubleStream.of(values).max().orElseThrow());
    }

    boolean isKnown() {
      return !Double.isNaN(median);
    }

    @Override
    public String toString() {
      String format = max < 1_000 ? "%,.1f (%,.1f to %,.1f)" : "%,.0f (%,.0f to %,.0f)";
      return isKnown() ? String.format(Locale.ROOT, format, median, min, max) : "-";
    }
  }

  void add(CountingRun run) {
    runs.add(run);
  }

  CountingRounds.Options options() {
    return options;
  }

  List<CountingRun> runs() {
    return List.copyOf(runs);
  }

  /** Returns true if every run had the expected output. */
  boolean sound() {
    return runs.stream().allMatch(CountingRun::right);
  }

  /**
   * Returns the median, minimum and maximum of a figure over the runs of a job; all three are NaN
   * if it was not measured.
   */
  Spread spread(CountingJob job, Figure figure) {
    return Spread.of(
        runs.stream().filter(run -> run.job() == job).flatMapToDouble(figure::of).toArray());
  }

  /** Returns a table with one line per job: the medians, with least and greatest values. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(row("", figures(Figure::label)));
    for (CountingJob job : options.jobs()) {
      lines.add(row(job.toString(), figures(figure -> spread(job, figure).toString())));
    }
    return lines;
  }

  private static List<String> figures(Function<Figure, String> text) {
    return List.of(Figure.values()).stream().map(text).toList();
  }

  private static String row(String first, List<String> cells) {
    return "%-6s".formatted(first)
        + cells.stream().map("%-28s"::formatted).collect(Collectors.joining()).stripTrailing();
  }

  /**
   * Returns values for scripts: ratios of the medians of Tally and Flink and of Tally and Beam, and
   * Tally's median CPU seconds per million records. A value is NaN if a job that it needs did not
   * run.
   */
  String lastLine() {
    return String.format(
        Locale.ROOT,
        "tally/flink_seconds=%.2f tally/flink_cpu=%.2f tally/flink_steady=%.2f"
            + " tally/beam_seconds=%.2f tally/beam_cpu=%.2f tally_cpu_per_million=%.1f",
        ratio(Figure.SECONDS, CountingJob.FLINK),
        ratio(Figure.CPU_PER_MILLION, CountingJob.FLINK),
        ratio(Figure.STEADY_PER_SECOND, CountingJob.FLINK),
        ratio(Figure.SECONDS, CountingJob.BEAM),
        ratio(Figure.CPU_PER_MILLION, CountingJob.BEAM),
        spread(CountingJob.TALLY, Figure.CPU_PER_MILLION).median());
  }

  private double ratio(Figure figure, CountingJob other) {
    return spread(CountingJob.TALLY, figure).median() / spread(other, figure).median();
  }
}
