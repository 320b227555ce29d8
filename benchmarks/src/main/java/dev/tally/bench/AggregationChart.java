package dev.tally.bench;

import dev.tally.bench.AggregationReport.Figure;
import dev.tally.bench.AggregationReport.Spread;
import java.util.List;
import java.util.Locale;

/**
 * Draws an {@link AggregationReport} as SVG: per figure one group of horizontal bars, one bar per
 * job, with its median, and a line from the least to the greatest value.
 */
final class AggregationChart {
  private static final int WIDTH = 760;
  private static final int LEFT = 90;
  private static final int BARS = 460;
  private static final int BAR = 18;
  private static final int ROW = 26;
  private static final int HEAD = 34;

  private final AggregationReport report;
  private final StringBuilder svg = new StringBuilder();
  private int y = 10;

  private AggregationChart(AggregationReport report) {
    this.report = report;
  }

  /** Returns the text of an SVG file. */
  static String of(AggregationReport report) {
    return new AggregationChart(report).draw();
  }

  private String draw() {
    List<CountingJob> jobs = report.options().jobs();
    int height = y + Figure.values().length * (HEAD + jobs.size() * ROW) + 10;
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">",
        WIDTH, height);
    line("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, height);
    for (Figure figure : Figure.values()) {
      y += HEAD;
      line("<text x=\"10\" y=\"%d\" font-weight=\"bold\">%s</text>", y - 10, figure.label());
      double most =
          jobs.stream()
              .map(job -> report.spread(job, figure))
              .filter(Spread::isKnown)
              .mapToDouble(Spread::max)
              .max()
              .orElse(1);
      for (CountingJob job : jobs) {
        bar(job, report.spread(job, figure), BARS / most);
        y += ROW;
      }
    }
    line("</svg>");
    return svg.toString();
  }

  private void bar(CountingJob job, Spread spread, double scale) {
    line("<text x=\"10\" y=\"%d\">%s</text>", y + BAR - 4, job);
    if (!spread.isKnown()) {
      line("<text x=\"%d\" y=\"%d\">not measured</text>", LEFT, y + BAR - 4);
      return;
    }
    line(
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
        LEFT, y, spread.median() * scale, BAR, color(job));
    line(
        "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"black\"/>",
        LEFT + spread.min() * scale, y + BAR / 2, LEFT + spread.max() * scale, y + BAR / 2);
    line(
        "<text x=\"%.1f\" y=\"%d\">%s</text>",
        LEFT + spread.max() * scale + 6, y + BAR - 4, spread);
  }

  private static String color(CountingJob job) {
    return switch (job) {
      case TALLY -> "#1f77b4";
      case FLINK -> "#ff7f0e";
      case BEAM -> "#2ca02c";
      case READ -> "#7f7f7f";
    };
  }

  private void line(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
