package dev.tally.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/**
 * Output of commands, in which no character of the data reaches the terminal as a control sequence.
 * Line feeds and tabs pass; a value that may hold them is escaped where it is printed.
 */
final class PlainText extends FilterWriter {
  private PlainText(Writer out) {
    super(out);
  }

  /** Lets all commands print through it, without colours, which are control sequences too. */
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
