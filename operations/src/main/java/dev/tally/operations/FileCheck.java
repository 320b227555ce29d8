package dev.tally.operations;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a whole file before any line of it is sent. The file must be readable to its end, and its
 * broker times must be plausible. The first line of a file without broker times must be a JSON
 * object, and at least half of all lines must start like one. Other malformed lines pass the check;
 * the job turns them into dead letters.
 *
 * <p>Errors: {@link InvalidFile}, whose message names the file and the line and says what to do.
 */
public final class FileCheck {
  /**
   * The exclusive upper bound of the event times that jobs accept, in epoch ms: a time in the year
   * 2109.
   */
  private static final long END_OF_TIMES = 1L << 42;

  /** A time in 2001 if the unit is seconds, and in January 1970 if it is milliseconds. */
  private static final long FIRST_SECONDS = 1_000_000_000L;

  private static final long END_OF_SECONDS = 10 * FIRST_SECONDS;
  private static final int PROGRESS_EVERY = 10_000;
  private static final String FORCE =
      "\nNothing was sent. --force sends the file anyway; each line that is not a JSON object"
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

  /** Creates a check of one file. */
  public static FileCheck of(Path file) {
    return new FileCheck(file);
  }

  /**
   * What the check found in a file.
   *
   * @param lines number of lines that are not blank
   * @param blankLines number of blank lines, which are not sent
   * @param firstBlankLine number of the first blank line, 0 if there is none
   * @param lastTime broker time of the last line, {@link Long#MIN_VALUE} if there is none
   */
  public record FileContents(long lines, long blankLines, long firstBlankLine, long lastTime) {}

  /** Checks every line of the file. */
  public FileContents all(LongConsumer progress) throws IOException {
    return read(progress, true);
  }

  /** Checks only that the whole file can be read, as with {@code --force}. */
  public FileContents readable(LongConsumer progress) throws IOException {
    return read(progress, false);
  }

  private FileContents read(LongConsumer progress, boolean checked) throws IOException {
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
      return new FileContents(
          lines, events.blankLines(), events.firstBlankLine(), events.lastTime());
    }
  }

  private void check(EventFile.Line line) {
    if (lines == 1) {
      first(line);
    }
    if (line.brokerTime() != null && line.brokerTime() >= END_OF_TIMES) {
      throw InvalidFile.at(
          file, line.number(), implausibleTime(line.brokerTime(), "microseconds or nanoseconds"));
    }
    if (!startsLikeAnObject(line.value())) {
      otherLines++;
      firstOther = firstOther == null ? line : firstOther;
    }
  }

  /** Checks only the first line. A pipe gets no other check, because it cannot be read twice. */
  public void first(EventFile.Line line) {
    Long time = line.brokerTime();
    if (time != null && time >= FIRST_SECONDS && time < END_OF_SECONDS) {
      throw InvalidFile.at(file, line.number(), implausibleTime(time, "seconds"));
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
          FirstLine.problem(file, firstOther.value()).orElse("not a JSON object.")
              + " In total, %,d of %,d lines are not JSON objects.".formatted(otherLines, lines)
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

  private static String implausibleTime(long time, String unit) {
    return ("broker time %d looks like %s, but a .tsv file must have epoch milliseconds. Convert the"
            + " first column.\nNothing was sent. --force sends the file anyway.")
        .formatted(time, unit);
  }
}
