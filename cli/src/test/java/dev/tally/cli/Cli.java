package dev.tally.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * The result of a command.
 *
 * @param code the exit code
 */
record Cli(int code, String out, String err) {
  /** Runs {@code ./tally} with the arguments, in this JVM, for a terminal of 80 columns. */
  static Cli run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine()
            .setUsageHelpAutoWidth(false)
            .setUsageHelpWidth(80)
            .setOut(PlainText.of(new PrintWriter(out)))
            .setErr(PlainText.of(new PrintWriter(err)));
    int code = command.execute(arguments);
    return new Cli(code, out.toString(), err.toString());
  }
}
