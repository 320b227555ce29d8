package dev.tally.operate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a whole file before any line of it is sent: it can be read to its end, and it is a file of
 * JSON objects with plausible broker times. Single broken lines pass; they become dead letters.
 *
 * <p>Errors: {@link InvalidFile}, with file, line and what to do.
 */
public final class FileCheck {
  /** The first time that no job accepts: in the year 2109. */
  private static final long END_OF_TIMES = 1L << 42;

  /** 2001 in seconds and in milliseconds 12 days into 1970. */
  private static final long FIRST_SECONDS = 1_000_000_000L;

  private static final long END_OF_SECONDS = 10 * FIRST_SECONDS;
  private static final int PROGRESS_EVERY = 10_000;
  private static final String FORCE =
      " Nothing was sent; --force sends it all the same, and each line that is no JSON object"
          + " becomes a dead letter.";

  private final Path file;
  private final boolean timed;
  private long lines;
  private long otherLines;
  private EventFile.@Nullable Line firstOther;

  private FileCheck(Path file) {
    this.file = file;
    this.timed = EventFile.isTimed(file);
  }

  /** A check of one file. */
  public static FileCheck of(Path file) {
    return new FileCheck(file);
  }

  /**
   * What a file has.
   *
   * @param lines without blank ones
   * @param blankLines which are not sent
   * @param firstBlankLine its number, 0 if there is none
   * @param lastTime broker time of the last line, {@link Long#MIN_VALUE} if there is none
   */
  public record Report(long lines, long blankLines, long firstBlankLine, long lastTime) {}

  /** Reads the whole file and checks every line. */
  public Report all(LongConsumer progress) throws IOException {
    return read(progress, true);
  }

  /** Only reads the whole file: what {@code --force} leaves of the check. */
  public Report readable(LongConsumer progress) throws IOException {
    return read(progress, false);
  }

  private Report read(LongConsumer progress, boolean checked) throws IOException {
    try (EventFile events = EventFile.open(file)) {
      for (EventFile.Line line = events.next(); line != null; line = events.next()) {
        lines++;
        if (checked) {
          check(line);
        }
        if (lines % PROGRESS_EVERY == 0) {
          progress.accept(lines);
        }
      }
      if (checked) {
        requireObjects();
      }
      return new Report(lines, events.blankLines(), events.firstBlankLine(), events.lastTime());
    }
  }

  private void check(EventFile.Line line) {
    if (lines == 1) {
      first(line);
    }
    if (line.brokerTime() != null && line.brokerTime() >= END_OF_TIMES) {
      throw InvalidFile.at(
          file, line.number(), odd(line.brokerTime(), "microseconds or nanoseconds"));
    }
    if (!startsLikeAnObject(line.value())) {
      otherLines++;
      firstOther = firstOther == null ? line : firstOther;
    }
  }

  /** Checks the first line alone: all that can be done for a pipe, which cannot be read twice. */
  public void first(EventFile.Line line) {
    Long time = line.brokerTime();
    if (time != null && time >= FIRST_SECONDS && time < END_OF_SECONDS) {
      throw InvalidFile.at(file, line.number(), odd(time, "seconds"));
    }
    if (!timed) {
      FirstLine.problem(file, line.value())
          .ifPresent(
              problem -> {
                throw InvalidFile.at(file, line.number(), problem + FORCE);
              });
    }
  }

  private void requireObjects() {
    if (firstOther != null && otherLines * 2 > lines) {
      throw InvalidFile.at(
          file,
          firstOther.number(),
          FirstLine.problem(file, firstOther.value()).orElse("no JSON object.")
              + " So are %,d of %,d lines.".formatted(otherLines, lines)
              + FORCE);
    }
  }

  private static boolean startsLikeAnObject(byte[] value) {
    int i = 0;
    while (i < value.length && (value[i] == ' ' || value[i] == '\t')) {
      i++;
    }
    return i < value.length && value[i] == '{';
  }

  private static String odd(long time, String unit) {
    return ("broker time %d looks like %s, and a .tsv has epoch milliseconds. Convert the first column."
            + " Nothing was sent; --force sends it all the same.")
        .formatted(time, unit);
  }
}
