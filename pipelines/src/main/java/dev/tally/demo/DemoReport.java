package dev.tally.demo;

import dev.tally.generate.Summary;
import dev.tally.verify.Differences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the demo found.
 *
 * @param planned what was generated
 * @param differences between Pinot and the truth
 * @param deadLetters in Kafka, by reason
 * @param droppedAsLate events that the runner dropped; any is a breach
 * @param readAgain records read again after the failure
 * @param linesPerSecond from the job's start to the end of the file, the failure included
 * @param peakMiB highest resident memory by process
 */
public record DemoReport(
    Summary planned,
    Differences differences,
    Map<String, Long> deadLetters,
    long droppedAsLate,
    long readAgain,
    double linesPerSecond,
    Map<String, Long> peakMiB) {

  /** True if rows and dead letters are exactly the truth, and nothing was dropped. */
  public boolean proven() {
    return differences.none() && deadLetters.equals(plannedDeadLetters()) && droppedAsLate == 0;
  }

  private Map<String, Long> plannedDeadLetters() {
    Map<String, Long> planned = new TreeMap<>(this.planned.deadLetters());
    planned.values().removeIf(count -> count == 0);
    return planned;
  }

  /** The table for the user; its last line is {@code missing=… extra=… different=… rows=…}. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("%-34s %14s %14s".formatted("", "truth", "found"));
    lines.add(
        row(
            "rows in Pinot",
            planned.rows(),
            planned.rows() - differences.missing() + differences.extra()));
    plannedDeadLetters()
        .forEach(
            (reason, count) ->
                lines.add(
                    row("dead letters " + reason, count, deadLetters.getOrDefault(reason, 0L))));
    deadLetters.forEach(
        (reason, count) -> {
          if (!plannedDeadLetters().containsKey(reason)) {
            lines.add(row("dead letters " + reason, 0, count));
          }
        });
    lines.add(row("dropped as late", 0, droppedAsLate));
    lines.add("");
    lines.add("%,d records were read again after the failure".formatted(readAgain));
    lines.add(
        "%,.0f lines/s from the job's start to the end of the file, the failure included"
            .formatted(linesPerSecond));
    peakMiB.forEach((name, mib) -> lines.add("peak memory of %s: %,d MiB".formatted(name, mib)));
    differences.examples().forEach(lines::add);
    lines.add(differences.line());
    return lines;
  }

  private static String row(String what, long truth, long found) {
    return "%-34s %,14d %,14d%s".formatted(what, truth, found, truth == found ? "" : "  !");
  }
}
