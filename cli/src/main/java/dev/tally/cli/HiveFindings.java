package dev.tally.cli;

import dev.tally.io.hive.TableFinding;
import java.io.PrintWriter;
import java.util.List;

/** Prints the findings of a table check. */
final class HiveFindings {
  private HiveFindings() {}

  static void print(PrintWriter out, String table, List<TableFinding> found) {
    for (TableFinding finding : found) {
      out.printf(
          "%s %s: %s %s%n    %s%n",
          table,
          finding.partition(),
          finding.kind().isProblem() ? "PROBLEM" : "note",
          finding.kind().explanation(),
          finding.detail());
    }
  }

  static long problems(List<TableFinding> found) {
    return found.stream().filter(finding -> finding.kind().isProblem()).count();
  }

  /** Counts the problems that only an operator can correct. */
  static long unrepairable(List<TableFinding> found) {
    return found.stream()
        .filter(finding -> finding.kind().isProblem() && !finding.kind().isRepairable())
        .count();
  }
}
