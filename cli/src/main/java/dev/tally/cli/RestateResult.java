package dev.tally.cli;

import dev.tally.operations.restate.RestateReport;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.MetricMeasure;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what a restatement has changed. */
record RestateResult(RestateReport report) {
  private static final String ROW = "%-10s  %-24s  %-19s  %20s  %20s  %20s%n";

  void print(PrintWriter out, boolean dryRun) {
    report.invalidTraffic().forEach(rule -> out.printf("invalid traffic: %s%n", rule));
    RestateReport.Events events = report.events();
    out.printf(
        "events: %,d raw records read; %,d events of the range counted; %,d duplicates%s%n",
        events.read(), events.counted(), events.duplicates(), rejected(events.rejected()));
    if (!report.changes().isEmpty()) {
      out.printf(ROW, "day", "campaign", "measure", "before", "after", "difference");
      report.changes().forEach(change -> print(change, out));
      print("total", "", report.before(), report.after(), out);
    }
    RestateReport.Rows rows = report.rows();
    out.printf(
        "rows: %,d unchanged, %,d changed, %,d new, %,d set to zero%n",
        rows.unchanged(), rows.changed(), rows.added(), rows.zeroed());
    if (dryRun || rows.written() == 0) {
      out.printf(dryRun ? "nothing was written (--dryRun)%n" : "nothing to write%n");
    } else {
      out.printf("%,d rows written with generation %d%n", rows.written(), report.generation());
    }
  }

  private static String rejected(Map<String, Long> reasons) {
    long sum = reasons.values().stream().mapToLong(Long::longValue).sum();
    String each =
        reasons.entrySet().stream()
            .map(reason -> "%s %,d".formatted(reason.getKey(), reason.getValue()))
            .collect(Collectors.joining(", "));
    return "; %,d rejected%s".formatted(sum, each.isEmpty() ? "" : " (" + each + ")");
  }

  private static void print(RestateReport.Change change, PrintWriter out) {
    print(
        change.day().toString(),
        ControlCharacters.escaped(change.campaignId()),
        change.before(),
        change.after(),
        out);
  }

  /** Prints one line for each measure that has changed. */
  private static void print(
      String day, String campaign, MeasureSums before, MeasureSums after, PrintWriter out) {
    for (MetricMeasure measure : MetricMeasure.values()) {
      long difference = RestateReport.difference(measure, before, after);
      if (difference != 0) {
        out.printf(
            ROW,
            day,
            campaign,
            measure.column(),
            "%,d".formatted(before.get(measure)),
            "%,d".formatted(after.get(measure)),
            "%+,d".formatted(difference));
      }
    }
  }
}
