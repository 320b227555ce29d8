package dev.tally.scenarios.demo;

import dev.tally.truth.generate.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Formats a table of expected and actual counts; it marks rows that differ. */
final class Comparisons {
  private final List<String> lines = new ArrayList<>();

  Comparisons() {
    lines.add("");
    lines.add("%-34s %14s %14s".formatted("", "expected", "found"));
  }

  void add(String what, long truth, long found) {
    lines.add("%-34s %,14d %,14d%s".formatted(what, truth, found, truth == found ? "" : "  !"));
  }

  /** Adds a row for each reason. */
  void addDeadLetters(Map<String, Long> planned, Map<String, Long> found) {
    Map<String, Long> all = new TreeMap<>(planned);
    found.keySet().forEach(reason -> all.putIfAbsent(reason, 0L));
    all.forEach(
        (reason, count) -> add("dead letters " + reason, count, found.getOrDefault(reason, 0L)));
  }

  List<String> lines() {
    return lines;
  }

  /** Returns the expected dead letters of events and orders, by reason. */
  static Map<String, Long> deadLetters(Summary summary) {
    Map<String, Long> planned = new TreeMap<>(summary.deadLetters());
    if (summary.orders() != null) {
      planned.merge("TOO_OLD", summary.orders().tooOld(), Long::sum);
    }
    planned.values().removeIf(count -> count == 0);
    return planned;
  }
}
