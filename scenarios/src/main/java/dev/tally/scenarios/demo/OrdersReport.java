package dev.tally.scenarios.demo;

import dev.tally.truth.compare.Differences;
import dev.tally.truth.compare.OrdersFound;
import dev.tally.truth.generate.OrderSummary;
import dev.tally.truth.generate.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The results of the demo of orders.
 *
 * @param planned totals of the generated lines
 * @param found the orders in Kafka
 * @param orders differences between the orders in Kafka and the truth
 * @param counts differences between the rows in Pinot and the truth
 * @param spend differences between the spend of campaigns and days in Kafka and the truth
 * @param deadLetters dead letters in Kafka, by reason
 * @param droppedAsLate number of events that the runner dropped, by job; must be 0
 * @param seconds time from the first line sent to the last order credited, including both kills
 * @param peakMiB peak resident memory by process
 */
record OrdersReport(
    Summary planned,
    OrdersFound found,
    Differences orders,
    Differences counts,
    Differences spend,
    Map<String, Long> deadLetters,
    Map<String, Long> droppedAsLate,
    double seconds,
    Map<String, Long> peakMiB)
    implements DemoResult {
  @Override
  public boolean proven() {
    return orders.none()
        && counts.none()
        && spend.none()
        && deadLetters.equals(Comparisons.deadLetters(planned))
        && droppedAsLate.values().stream().allMatch(count -> count == 0);
  }

  @Override
  public List<String> lines() {
    OrderSummary truth = Objects.requireNonNull(planned.orders());
    Comparisons table = new Comparisons();
    table.add("rows in Pinot", counts.rows(), counts.rows() - counts.missing() + counts.extra());
    table.add(
        "campaign days with spend", spend.rows(), spend.rows() - spend.missing() + spend.extra());
    table.add("orders credited", truth.credited(), found.credited());
    table.add("orders uncredited", truth.uncredited(), found.uncredited());
    table.add("orders cancelled", truth.cancelled(), found.cancelled());
    table.addDeadLetters(Comparisons.deadLetters(planned), deadLetters);
    droppedAsLate.forEach((job, count) -> table.add("dropped as late by " + job, 0, count));
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("");
    lines.add(truth.rules());
    lines.add(found.line());
    lines.add(
        "%,.0f event lines/s and %,.0f order lines/s from the first line to the last order, including"
                .formatted(planned.lines() / seconds, truth.lines() / seconds)
            + " both kills");
    peakMiB.forEach((name, mib) -> lines.add("peak memory of %s: %,d MiB".formatted(name, mib)));
    lines.addAll(counts.examples());
    lines.add("counts: " + counts.line());
    lines.addAll(spend.examples());
    lines.add("spend: " + spend.line());
    lines.addAll(orders.examples());
    lines.add(orders.line());
    return lines;
  }
}
