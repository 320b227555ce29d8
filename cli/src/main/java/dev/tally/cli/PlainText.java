package dev.tally.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/**
 * Escapes control characters in the output of commands, so that no data can reach the terminal as a
 * control sequence. Line feeds and tabs are kept; a caller that prints a single value escapes them
 * itself.
 */
final class PlainText extends FilterWriter {
  private PlainText(Writer out) {
    super(out);
  }

  /**
   * Makes all commands print through this writer. Colours are switched off because they are control
   * sequences too.
   */
  static CommandLine on(CommandLine command) {
    return command
        .setColorScheme(Help.defaultColorScheme(Ansi.OFF))
        .setOut(of(command.getOut()))
        .setErr(of(command.getErr()));
  }

  static PrintWriter of(Writer out) {
    return new PrintWriter(new PlainText(out), true);
  }

  @Override
  public void write(int c) throws IOException {
    out.write(ControlCharacters.escapedLines(String.valueOf((char) c)));
  }

  @Override
  public void write(char[] characters, int from, int length) throws IOException {
    out.write(ControlCharacters.escapedLines(new String(characters, from, length)));
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    out.write(ControlCharacters.escapedLines(text.substring(from, from + length)));
  }
}
