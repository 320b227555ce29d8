package dev.tally.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Converts times and durations on the command line, with messages that show the format. */
final class TimeConverters {
  private TimeConverters() {}

  /** Makes all commands use these converters. */
  static CommandLine on(CommandLine command) {
    return command
        .registerConverter(Duration.class, TimeConverters::duration)
        .registerConverter(Instant.class, TimeConverters::instant);
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw notA("an ISO-8601 duration such as PT24H", text);
    }
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw notA("a time such as 2026-01-05T00:00:00Z", text);
    }
  }

  private static TypeConversionException notA(String what, String text) {
    return new TypeConversionException("'%s' is not %s".formatted(text, what));
  }
}
