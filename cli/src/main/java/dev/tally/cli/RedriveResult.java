package dev.tally.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.operations.redrive.RedriveReport;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Prints the result of a redrive.
 *
 * @param shown whether payloads are printed too
 */
record RedriveResult(RedriveReport report, boolean shown) {
  private static final String ROW = "%-18s %9s  %s%n";
  private static final int MOST_CHARACTERS = 1_000;

  void print(PrintWriter out, boolean dryRun) {
    out.printf(ROW, "reason", "letters", "outcome");
    report.rows().forEach(row -> print(row, out));
    if (!report.unreadable().isEmpty()) {
      out.printf(
          "note: %,d records were skipped (e.g. %s)%n",
          report.unreadable().size(), ControlCharacters.escaped(report.unreadable().get(0)));
    }
    out.printf(
        dryRun
            ? "%,d of %,d dead letters selected; %,d would be sent again, nothing was (--dryRun)%n"
            : "%,d of %,d dead letters selected; %,d sent again%n",
        report.lettersSelected(),
        report.lettersRead(),
        report.lettersSent());
  }

  private void print(RedriveReport.Row row, PrintWriter out) {
    String detail = row.detail().isEmpty() ? "" : ": " + row.detail();
    out.printf(
        ROW,
        row.reason(),
        "%,d".formatted(row.letters()),
        ControlCharacters.escaped(
            "%s%s (e.g. %s)".formatted(row.outcome().text(), detail, row.example())));
    if (shown) {
      out.printf("    %s%n", payload(row.payload()));
    }
  }

  private static String payload(byte @Nullable [] payload) {
    if (payload == null) {
      return "(null)";
    }
    String text = new String(payload, UTF_8);
    String shortened =
        text.length() <= MOST_CHARACTERS
            ? text
            : "%s… (%,d bytes)".formatted(text.substring(0, MOST_CHARACTERS), payload.length);
    return ControlCharacters.escaped(shortened);
  }
}
