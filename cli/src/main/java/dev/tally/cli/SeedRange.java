package dev.tally.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A range of seeds from the command line, e.g. {@code 1..100}, or a single seed. */
record SeedRange(long first, long last) {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:\\.\\.(\\d{1,9}))?");

  LongStream seeds() {
    return LongStream.rangeClosed(first, last);
  }

  static final class Converter implements ITypeConverter<SeedRange> {
    @Override
    public SeedRange convert(String text) {
      Matcher range = RANGE.matcher(text);
      if (!range.matches()) {
        throw new TypeConversionException(
            "'%s' is not a range of seeds such as 1..100".formatted(text));
      }
      long first = Long.parseLong(range.group(1));
      long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
      if (last < first) {
        throw new TypeConversionException("'%s' ends before it starts".formatted(text));
      }
      return new SeedRange(first, last);
    }
  }
}
