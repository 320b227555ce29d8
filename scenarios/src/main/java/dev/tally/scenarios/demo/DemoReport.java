package dev.tally.scenarios.demo;

import dev.tally.truth.compare.Differences;
import dev.tally.truth.generate.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The results of the demo.
 *
 * @param planned totals of the generated lines
 * @param differences differences between Pinot and the truth
 * @param deadLetters dead letters in Kafka, by reason
 * @param droppedAsLate number of events that the runner dropped; must be 0
 * @param readAgain number of records read again after the failure
 * @param linesPerSecond throughput from the job's start to the end of the file, including the
 *     failure
 * @param peakMiB peak resident memory by process
 */
record DemoReport(
    Summary planned,
    Differences differences,
    Map<String, Long> deadLetters,
    long droppedAsLate,
    long readAgain,
    double linesPerSecond,
    Map<String, Long> peakMiB)
    implements DemoResult {

  @Override
  public boolean proven() {
    return differences.none()
        && deadLetters.equals(Comparisons.deadLetters(planned))
        && droppedAsLate == 0;
  }

  @Override
  public List<String> lines() {
    Comparisons table = new Comparisons();
    table.add(
        "rows in Pinot",
        planned.rows(),
        planned.rows() - differences.missing() + differences.extra());
    table.addDeadLetters(Comparisons.deadLetters(planned), deadLetters);
    table.add("dropped as late", 0, droppedAsLate);
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("");
    lines.add("%,d records were read again after the failure".formatted(readAgain));
    lines.add(
        "%,.0f lines/s from the job's start to the end of the file, including the failure"
            .formatted(linesPerSecond));
    peakMiB.forEach((name, mib) -> lines.add("peak memory of %s: %,d MiB".formatted(name, mib)));
    differences.examples().forEach(lines::add);
    lines.add(differences.line());
    return lines;
  }
}
