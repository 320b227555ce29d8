package dev.tally.cli;

import dev.tally.operations.erase.ErasureReport;
import dev.tally.operations.erase.ErasureReport.Finding;
import dev.tally.operations.erase.ErasureReport.Outcome;
import dev.tally.operations.erase.ErasureRequest;
import java.io.PrintWriter;
import org.joda.time.Instant;

/** Prints what an erasure has found and changed. */
record EraseResult(ErasureReport report) {
  private static final String ROW = "%-38s  %-22s  %-15s  %9s  %-24s  %s%n";

  void print(PrintWriter out, boolean dryRun) {
    if (report.requests().isEmpty()) {
      out.println("There are no earlier requests.");
      return;
    }
    for (ErasureRequest request : report.requests()) {
      out.printf("request %s of %s%n", request.id(), request.at());
    }
    out.printf(ROW, "place", "name", "data", "records", "until", "");
    report.findings().forEach(finding -> print(finding, out));
    if (dryRun) {
      out.println("nothing was changed (--dryRun)");
      return;
    }
    report
        .lastExpiry()
        .ifPresent(
            last ->
                out.printf(
                    "Run ./tally erase --again after %s, and whenever a job was restored from an older savepoint.%n",
                    last));
    out.println(
        report.isSettled()
            ? "The stores were erased, and all other data expires."
            : "The stores were erased, but data remains in the places that are marked REMAINS.");
  }

  private static void print(Finding finding, PrintWriter out) {
    Instant expires = finding.expires();
    boolean hasRows = finding.rows() > 0 || finding.outcome() == Outcome.ERASED;
    out.printf(
        ROW,
        finding.place().title(),
        ControlCharacters.escaped(finding.name()),
        finding.outcome().text(),
        hasRows ? "%,d".formatted(finding.rows()) : "",
        expires == null ? "" : expires.toString(),
        finding.detail());
  }
}
